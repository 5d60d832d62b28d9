/** How a call sounded: one sentence, and what was measured over time. */
import { Alert, Group, SimpleGrid, Skeleton, Text, Title } from "@mantine/core";
import { IconEar } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { Failure, READABLE } from "@/frame/failure";
import { type Format, useFormat } from "@/i18n/format";
import { Padlock, sayEncryption } from "@/pages/calls/padlock";
import { Section } from ".";
import { Samples } from "./samples";

type Verdict = Schemas["QualityVerdict"];

export function Audio({ id, again }: { id: string; again: { refetchInterval?: number } }) {
  const { t } = useTranslation("calls");
  const format = useFormat();
  const { data, error, refetch } = $api.useQuery(
    "get",
    "/api/v1/calls/{id}/quality",
    { params: { path: { id } } },
    again,
  );
  return (
    <Section id="audio" title={t("audio.title")}>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!error && !data && <Skeleton height={80} />}
      {data && (
        <>
          <Alert
            color={isGood(data.verdict) ? "teal" : "orange"}
            icon={<IconEar aria-hidden />}
            styles={READABLE}
          >
            {sayVerdict(t, format, data.verdict)}
          </Alert>
          <SimpleGrid cols={{ base: 1, lg: 2 }} mt="md">
            {data.legs.map(leg => (
              <Leg key={`${leg.is_caller} ${leg.name}`} leg={leg} />
            ))}
          </SimpleGrid>
        </>
      )}
    </Section>
  );
}

function Leg({ leg }: { leg: Schemas["LegAudioRow"] }) {
  const { t } = useTranslation("calls");
  const format = useFormat();
  const ms = (value: number | null | undefined) =>
    value == null ? "–" : t("audio.ms", { value: format.number(value, value < 10 ? 1 : 0) });
  const facts: [string, string][] = [
    [t("audio.codec"), leg.codec || "–"],
    [t("audio.mos"), leg.mos == null ? "–" : format.number(leg.mos, 1)],
    [t("audio.lossRx"), format.percent(leg.loss_rx_pct / 100, 1)],
    [t("audio.lossTx"), format.percent(leg.loss_tx_pct / 100, 1)],
    [t("audio.jitter"), ms(leg.jitter_ms)],
    [t("audio.delay"), ms(leg.round_trip_ms)],
    [t("audio.packets"), `${format.number(leg.packets_rx)}, ${format.number(leg.packets_tx)}`],
  ];
  if (leg.heard) {
    const dbm0 = (value: number | null | undefined) =>
      value == null ? "–" : t("audio.dbm0", { value: format.number(value, 1) });
    facts.push([t("audio.level"), dbm0(leg.heard.level_dbm0)]);
    facts.push([t("audio.loudest"), dbm0(leg.heard.loudest_dbm0)]);
  }
  return (
    <div>
      <Title order={3} size="h5" mb="xs">
        {t("audio.leg", { name: `${leg.name} (${t(leg.is_caller ? "audio.caller" : "audio.callee")})` })}
      </Title>
      <SimpleGrid cols={{ base: 2, xs: 4 }} component="dl" m={0} spacing="xs">
        {facts.map(([title, value]) => (
          <div key={title}>
            <Text component="dt" size="xs" c="dimmed">
              {title}
            </Text>
            <Text component="dd" m={0} size="sm">
              {value}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      <Group gap={6} mt="xs" wrap="nowrap" align="flex-start">
        <Padlock legs={[leg.encryption]} />
        <Text size="sm" c="dimmed">
          {sayEncryption(t, leg.encryption)}
        </Text>
      </Group>
      {leg.samples.length > 1 && <Samples samples={leg.samples} />}
    </div>
  );
}

function isGood({ code }: Verdict): boolean {
  return code === "good" || code === "transcoded" || code === "not_answered" || code === "not_measured";
}

/** Says what was wrong, in one sentence. */
export function sayVerdict(t: TFunction<"calls">, format: Format, verdict: Verdict): string {
  const pct = (value: number) => format.percent(value / 100, 1);
  switch (verdict.code) {
    case "good":
      return t("audio.verdicts.good", { mos: format.number(verdict.mos, 1) });
    case "no_media":
      return t("audio.verdicts.noMedia");
    case "one_way":
      return t("audio.verdicts.oneWay", { silent: verdict.silent });
    case "muted":
      return t("audio.verdicts.muted", { party: verdict.party });
    case "loss_from":
    case "loss_to": {
      const words = { party: verdict.party, pct: pct(verdict.pct), worst: pct(verdict.worst_pct) };
      return t(verdict.code === "loss_from" ? "audio.verdicts.lossFrom" : "audio.verdicts.lossTo", words);
    }
    case "jitter":
      return t("audio.verdicts.jitter", { party: verdict.party, ms: format.number(verdict.ms) });
    case "delay":
      return t("audio.verdicts.delay", { party: verdict.party, ms: format.number(verdict.round_trip_ms) });
    case "transcoded":
      return t("audio.verdicts.transcoded", {
        caller: verdict.caller,
        callee: verdict.callee,
        mos: format.number(verdict.mos, 1),
      });
    case "not_answered":
      return t("audio.verdicts.notAnswered");
    case "not_measured":
      return t("audio.verdicts.notMeasured");
  }
}
