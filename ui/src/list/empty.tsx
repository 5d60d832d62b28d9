/** What an empty list says: what would be here, and what to do next. */
import { Center, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface EmptyProps {
  icon: ReactNode;
  title: string;
  words: ReactNode;
  action?: ReactNode;
}

export function Empty({ icon, title, words, action }: EmptyProps) {
  return (
    <Center py={48} px="md">
      <Stack align="center" gap="xs" maw="32rem" ta="center">
        <span aria-hidden style={{ color: "var(--mantine-color-dimmed)" }}>
          {icon}
        </span>
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text c="dimmed">{words}</Text>
        {action}
      </Stack>
    </Center>
  );
}
