/** How a trunk stands: in a row of the list, and above its form. */
import { Box, Group, Paper, Stack, Text, Title, VisuallyHidden } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconHelpCircle } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/frame/failure";
import { useNow } from "@/frame/now";
import { useFormat } from "@/i18n/format";
import { useStateWords } from "./state-words";
import { type TrunkStatus, useTrunkState } from "./status";

const HEALTH = {
  up: { color: "var(--strowger-ok)", icon: IconCircleCheck },
  unknown: { color: "var(--mantine-color-dimmed)", icon: IconHelpCircle },
  disabled: { color: "var(--mantine-color-dimmed)", icon: IconCircleMinus },
  down: { color: "var(--strowger-bad)", icon: IconAlertTriangle },
};

/** The state in a sentence that keeps the time. */
export function StateLine({ row }: { row: TrunkStatus }) {
  const { t } = useTranslation("trunks");
  const words = useStateWords();
  const now = useNow();
  const { color, icon: Icon } = HEALTH[row.health];
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" data-state={row.state.code}>
      <Box c={color} mt={1} style={{ flexShrink: 0 }} title={t(`health.${row.health}`)}>
        <Icon size={18} role="img" aria-label={t(`health.${row.health}`)} />
      </Box>
      <Text size="sm">{words.sentence(row, now)}</Text>
    </Group>
  );
}

/** The state of one trunk, what to do about it, and what is known besides. */
export function StatePanel({ id }: { id: number }) {
  const { t } = useTranslation("trunks");
  const { data: row, error, refetch } = useTrunkState(id);
  if (error && !row) return <Failure error={error} retry={() => void refetch()} />;
  if (!row) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="trunk-state">
      <Stack gap={6}>
        <Title order={2} size="h5" id="trunk-state">
          {t("state.title")}
        </Title>
        <StateLine row={row} />
        <Remedy row={row} />
        <Facts row={row} />
        <Announcer row={row} />
      </Stack>
    </Paper>
  );
}

function Remedy({ row }: { row: TrunkStatus }) {
  const words = useStateWords().remedy(row);
  return words ? <Text size="sm">{words}</Text> : null;
}

function Facts({ row }: { row: TrunkStatus }) {
  const { t } = useTranslation("trunks");
  const format = useFormat();
  const now = useNow();
  const { state } = row;
  const facts: string[] = [];
  if ("since_ms" in state && row.health === "down") {
    const ago = format.ago(state.since_ms, now);
    facts.push(t("about.since", { moment: format.moment(state.since_ms, now), ago }));
  }
  if (row.health !== "up" && row.next_try_ms != null && row.next_try_ms > now) {
    facts.push(t("about.nextTry", { next: format.duration(row.next_try_ms - now) }));
  }
  if (row.last_code != null && row.last_at_ms != null) {
    const ago = format.ago(row.last_at_ms, now);
    facts.push(t("about.lastAnswer", { code: row.last_code, reason: row.last_reason ?? "", ago }));
  }
  if (state.code === "registered_with_us" && state.user_agent)
    facts.push(t("about.agent", { agent: state.user_agent }));
  facts.push(t("about.calls", { count: row.calls }));
  return (
    <Text size="xs" c="dimmed">
      {facts.join(" · ")}
    </Text>
  );
}

/** Says another state once; a sentence that changes every second is not for a screen reader. */
function Announcer({ row }: { row: TrunkStatus }) {
  const { sentence } = useStateWords();
  const { state } = row;
  const what = state.code === "refused" ? `${state.code} ${state.status}` : state.code;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state, and nothing else, is news
  const said = useMemo(() => sentence(row, Date.now()), [what]);
  return <VisuallyHidden role="status">{said}</VisuallyHidden>;
}
