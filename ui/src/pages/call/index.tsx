/** One call, understood: what became of it, its messages, its way, and how it sounded. */
import { Badge, Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { Failure } from "@/frame/failure";
import { useNow } from "@/frame/now";
import { Page } from "@/frame/page";
import { useFormat } from "@/i18n/format";
import { sayOutcome, sayParty, sayWhy } from "@/pages/calls/call-words";
import { TracePath } from "@/trace/path";
import type { RouteTrace } from "@/trace/step-words";
import { Audio } from "./audio";
import { LadderPanel } from "./ladder";

type Detail = Schemas["CallDetail"];

/** While a call lasts, its messages and its audio go on without an event of their own. */
const LIVE_MS = 2_000;

export function CallPage() {
  const { t } = useTranslation("calls");
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const path = { params: { path: { id } } };
  const { data, error, refetch } = $api.useQuery("get", "/api/v1/calls/{id}", path);
  if (error) {
    return (
      <Page title={t("one.gone")}>
        <Failure error={error} retry={() => void refetch()} />
      </Page>
    );
  }
  if (!data) return null;
  return <Content call={data} />;
}

function Content({ call }: { call: Detail }) {
  const { t } = useTranslation(["calls", "route"]);
  const again = call.live ? { refetchInterval: LIVE_MS } : {};
  const caller = sayParty(call.caller);
  const callee = call.callee.number || call.callee.name ? sayParty(call.callee) : call.dialled;
  const trace = call.trace as unknown as RouteTrace;
  return (
    <Page title={t("one.title", { caller, callee })}>
      <Summary call={call} />
      <Audio id={call.id} again={again} />
      <LadderPanel id={call.id} again={again} />
      {Array.isArray(trace.steps) && (
        <Section id="way" title={t("one.wayTitle")}>
          <TracePath trace={trace} />
        </Section>
      )}
    </Page>
  );
}

function Summary({ call }: { call: Detail }) {
  const { t } = useTranslation("calls");
  const format = useFormat();
  const now = useNow();
  const { times, outcome } = call;
  const isGood = outcome.status === "answered" || outcome.status === "in_progress";
  const facts: [string, ReactNode][] = [
    [t("one.dialled"), call.dialled],
    [t("one.context"), call.context],
    [t("one.started"), format.moment(times.start_ms)],
    ...(times.answer_ms == null
      ? []
      : [[t("one.answered"), format.moment(times.answer_ms)] as [string, string]]),
    ...(times.end_ms == null || call.live
      ? []
      : [[t("one.ended"), format.moment(times.end_ms)] as [string, string]]),
    ...(call.talk_ms > 0 && !call.live
      ? [[t("one.talked"), format.clock(call.talk_ms)] as [string, string]]
      : []),
  ];
  return (
    <Paper withBorder p="md">
      <Stack gap="md">
        <Group gap="sm" aria-live="polite">
          <Badge
            size="lg"
            variant="outline"
            c={isGood ? "var(--strowger-ok)" : "var(--strowger-warn)"}
            style={{ borderColor: "currentColor" }}
          >
            {call.live ? t("outcomes.inProgress") : sayOutcome(t, outcome.status)}
          </Badge>
          <Text>
            {call.live
              ? t("one.live", { since: format.duration(now - call.live.started_ms) })
              : sayWhy(t, outcome)}
          </Text>
        </Group>
        <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} component="dl" m={0}>
          {facts.map(([title, value]) => (
            <div key={title}>
              <Text component="dt" size="sm" c="dimmed">
                {title}
              </Text>
              <Text component="dd" m={0}>
                {value}
              </Text>
            </div>
          ))}
        </SimpleGrid>
      </Stack>
    </Paper>
  );
}

interface SectionProps {
  id: string;
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Section({ id, title, lead, actions, children }: SectionProps) {
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={id}>
      <Group justify="space-between" align="flex-start" mb="md">
        <div style={{ flex: "1 1 18rem" }}>
          <Title order={2} size="h4" id={id}>
            {title}
          </Title>
          {lead && (
            <Text size="sm" c="dimmed">
              {lead}
            </Text>
          )}
        </div>
        {actions}
      </Group>
      {children}
    </Paper>
  );
}
