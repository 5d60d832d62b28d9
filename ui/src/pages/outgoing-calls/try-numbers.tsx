/** Numbers that somebody would dial: which pattern takes each, and what is sent. */
import { Code, Group, Paper, Table, Text, TextInput, Title } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Matches, NumberJudged } from "./matches";
import { useRejectionWords } from "./rejection-words";

interface TryNumbersProps {
  typed: string;
  type: (typed: string) => void;
  numbers: string[];
  matches: Matches | undefined;
}

export function TryNumbers({ typed, type, numbers, matches }: TryNumbersProps) {
  const { t } = useTranslation("outgoing");
  const judged = [...new Set(numbers)].flatMap(number => matches?.numbers.get(number) ?? []);
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="try-numbers">
      <Title order={2} size="h5" id="try-numbers" mb="xs">
        {t("try.title")}
      </Title>
      <TextInput
        label={t("try.label")}
        description={t("try.help")}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={event => type(event.currentTarget.value)}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      />
      <div aria-live="polite">
        {judged.length > 0 && (
          <Table mt="sm" aria-label={t("try.caption")}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t("try.number")}</Table.Th>
                <Table.Th scope="col">{t("try.verdict")}</Table.Th>
                <Table.Th scope="col">{t("try.sent")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {judged.map(one => (
                <Verdict key={one.number} judged={one} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </div>
    </Paper>
  );
}

function Verdict({ judged }: { judged: NumberJudged }) {
  const { t } = useTranslation("outgoing");
  const rejection = useRejectionWords();
  const { winner, tried, number } = judged;
  const won = winner == null ? undefined : tried.find(one => one.pattern === winner);
  const [only] = tried;
  // With one pattern there is one reason; with several there would be a reason each.
  const why = tried.length === 1 && only?.verdict === "rejected" ? rejection(only) : undefined;
  return (
    <Table.Tr>
      <Table.Td>
        <Code c="var(--mantine-color-text)">{number}</Code>
      </Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap" c={won ? "var(--strowger-ok)" : "var(--strowger-bad)"}>
          {won ? <IconCircleCheck size={16} aria-hidden /> : <IconCircleX size={16} aria-hidden />}
          <Text size="sm">
            {won
              ? t("try.matches", { pattern: won.pattern + 1 })
              : why
                ? t("try.noneWhy", { why })
                : t("try.none")}
          </Text>
        </Group>
      </Table.Td>
      <Table.Td>
        {won?.verdict === "matches" ? (
          <Code c="var(--mantine-color-text)">{won.sends}</Code>
        ) : (
          <Text size="sm" c="dimmed">
            {t("try.nothing")}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
