/** What an import would do, row by row: what is wrong stands at the row. */
import { Alert, Group, List, Paper, Stack, Switch, Table, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconEqual, IconPencil, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProblemWords } from "@/form/words";
import { READABLE } from "@/frame/failure";
import { useFormat } from "@/i18n/format";
import type { ImportRow, RowVerb, Totals } from "./import-rows";

/** Most rows shown at once; those with errors come first. */
const SHOWN_MAX = 500;

const MARKS = { create: IconPlus, update: IconPencil, unchanged: IconEqual, refused: IconAlertTriangle };

const COLOURS: Record<RowVerb, string> = {
  create: "var(--strowger-ok)",
  update: "var(--mantine-color-anchor)",
  unchanged: "var(--mantine-color-dimmed)",
  refused: "var(--strowger-bad)",
};

interface PreviewProps {
  rows: ImportRow[];
  totals: Totals;
  /** It was done, and is no preview any more. */
  applied?: boolean;
}

export function Preview({ rows, totals, applied }: PreviewProps) {
  const { t } = useTranslation("users");
  const format = useFormat();
  const [onlyWrong, setOnlyWrong] = useState(false);
  const summary = {
    create: format.number(totals.create),
    update: format.number(totals.update),
    same: format.number(totals.unchanged),
    wrong: format.number(totals.refused),
  };
  const wrongFirst = [...rows].sort((a, b) => Number(b.verb === "refused") - Number(a.verb === "refused"));
  const fitting = onlyWrong ? wrongFirst.filter(row => row.verb === "refused") : wrongFirst;
  const shown = fitting.slice(0, SHOWN_MAX);
  return (
    <Stack gap="sm">
      <Group gap="xs" aria-live="polite">
        {totals.refused === 0 && (
          <IconCircleCheck size={20} aria-hidden color="var(--strowger-ok)" style={{ flexShrink: 0 }} />
        )}
        <Text fw={600}>{applied ? t("import.summaryDone", summary) : t("import.summary", summary)}</Text>
      </Group>
      {totals.refused > 0 && (
        <Alert
          role="alert"
          color="red"
          variant="light"
          icon={<IconAlertTriangle aria-hidden />}
          title={t("import.wrongTitle", { count: totals.refused })}
          styles={READABLE}
        >
          {t("import.wrong")}
        </Alert>
      )}
      {totals.refused > 0 && totals.refused < rows.length && (
        <Switch
          label={t("import.onlyWrong")}
          checked={onlyWrong}
          onChange={event => setOnlyWrong(event.currentTarget.checked)}
        />
      )}
      {shown.length > 0 && <Rows rows={shown} />}
      {shown.length < fitting.length && (
        <Text size="sm" c="dimmed">
          {t("import.shownOf", { shown: format.number(shown.length), total: format.number(fitting.length) })}
        </Text>
      )}
    </Stack>
  );
}

function Rows({ rows }: { rows: ImportRow[] }) {
  const { t } = useTranslation("users");
  const format = useFormat();
  return (
    <Paper withBorder>
      <Table.ScrollContainer
        minWidth={320}
        maxHeight={480}
        scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      >
        <Table verticalSpacing="xs" stickyHeader aria-label={t("import.table")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" w={70} ta="right">
                {t("import.row")}
              </Table.Th>
              <Table.Th scope="col" miw={130}>
                {t("import.user")}
              </Table.Th>
              <Table.Th scope="col">{t("import.what")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(row => (
              <Table.Tr key={row.line}>
                <Table.Td ta="right">{format.number(row.line)}</Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{row.name}</Table.Td>
                <Table.Td>
                  <What row={row} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

function What({ row }: { row: ImportRow }) {
  const { t } = useTranslation("users");
  const words = useProblemWords();
  const Mark = MARKS[row.verb];
  return (
    <Stack gap={2}>
      <Group gap={6} wrap="nowrap">
        <Mark size={16} aria-hidden color={COLOURS[row.verb]} style={{ flexShrink: 0 }} />
        <Text size="sm" c={COLOURS[row.verb]}>
          {t(`import.verbs.${row.verb}`)}
        </Text>
      </Group>
      {row.errors.length > 0 && (
        <List size="sm" withPadding>
          {row.errors.map(error => (
            <List.Item key={error.field + error.message}>
              {error.field && <b>{error.field}: </b>}
              {words(error)}
            </List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}
