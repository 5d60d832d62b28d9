/** The signs of a pattern: what each means, and buttons that write them. */
import { Button, Code, Group, Paper, SimpleGrid, Text, Title, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useField } from "@/form/draft";
import { idOf } from "@/form/fields";

const SIGNS = [
  { sign: "X", meaning: "X" },
  { sign: "Z", meaning: "Z" },
  { sign: "N", meaning: "N" },
  { sign: "[1-57]", meaning: "set" },
  { sign: ".", meaning: "dot" },
  { sign: "!", meaning: "bang" },
] as const;

/** Explains the signs. */
export function Legend() {
  const { t } = useTranslation("outgoing");
  return (
    <Paper withBorder p="sm" bg="var(--strowger-row)" component="section" aria-labelledby="pattern-signs">
      <Title order={2} size="h6" id="pattern-signs" mb={6}>
        {t("signs.title")}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="xs" verticalSpacing={4}>
        {SIGNS.map(({ sign, meaning }) => (
          <Text key={sign} size="sm">
            <Code fz="sm" c="var(--mantine-color-text)">
              {sign}
            </Code>{" "}
            {t(`signs.${meaning}`)}
          </Text>
        ))}
      </SimpleGrid>
      <Text size="sm" c="dimmed" mt={6}>
        {t("signs.other")}
      </Text>
    </Paper>
  );
}

/** Buttons that write a sign where the cursor is. */
export function SignButtons({ path }: { path: string }) {
  const { t } = useTranslation("outgoing");
  const field = useField<string>(path);
  if (field.isReadOnly) return null;
  const insert = (sign: string) => {
    const input = document.getElementById(idOf(path));
    if (!(input instanceof HTMLInputElement)) return;
    const { selectionStart, selectionEnd, value } = input;
    const [from, to] = [selectionStart ?? value.length, selectionEnd ?? value.length];
    field.set(value.slice(0, from) + sign + value.slice(to));
    requestAnimationFrame(() => {
      input.focus();
      input.setSelectionRange(from + sign.length, from + sign.length);
    });
  };
  return (
    <Group gap={4} mt={6}>
      {SIGNS.map(({ sign, meaning }) => {
        const words = t("signs.insert", { sign, meaning: t(`signs.${meaning}`) });
        return (
          <Tooltip key={sign} label={words}>
            <Button
              size="compact-sm"
              variant="default"
              ff="monospace"
              aria-label={words}
              onClick={() => insert(sign)}
            >
              {sign}
            </Button>
          </Tooltip>
        );
      })}
    </Group>
  );
}
