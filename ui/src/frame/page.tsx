/** The top of every page: its title, what it is for, and what can be done here. */
import { Box, Group, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTitleFocus } from "./title-focus";

interface PageProps {
  title: string;
  /** A sentence for somebody who sees this page for the first time. */
  lead?: ReactNode;
  /** Buttons, the most important last. */
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, lead, actions, children }: PageProps) {
  useDocumentTitle(`${title} · Strowger`);
  const focused = useTitleFocus();
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Box style={{ flex: "1 1 20rem" }}>
          <Title order={1} size="h2" ref={focused} tabIndex={-1}>
            {title}
          </Title>
          {lead && (
            <Text c="dimmed" mt={4} maw="46rem">
              {lead}
            </Text>
          )}
        </Box>
        {actions && (
          <Group gap="xs" className="no-print">
            {actions}
          </Group>
        )}
      </Group>
      {children}
    </Stack>
  );
}
