/** A test call: which number to dial, and what the exchange hears while somebody talks. */
import { Alert, Button, Code, Group, Progress, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "@/api/client";
import { API, send } from "@/api/nouns";
import { readAgain } from "@/api/queries";
import { READABLE } from "@/frame/failure";
import { noticeFailed } from "@/frame/notices";
import { useSay } from "@/frame/say";
import { useFormat } from "@/i18n/format";
import { type LineRow, TEST_NUMBERS, type TestKind, useTestNumbers } from "./api";
import { type Heard, judge, lineOf, needle } from "./heard";

export function TestCall({ lines }: { lines: LineRow[] }) {
  const { t } = useTranslation("setup");
  const numbers = useTestNumbers();
  const found = Object.entries(numbers.data ?? {}) as [TestKind, string][];
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {t("phones.test")}
      </Title>
      {numbers.data && found.length === 0 && <MakeNumbers />}
      {found.length > 0 && (
        <>
          <Text>{t("phones.testLead")}</Text>
          <Group gap="xl">
            {found.map(([kind, number]) => (
              <Group key={kind} gap="xs">
                <Code fz="xl" px="sm" py={4}>
                  {number}
                </Code>
                <Text size="sm">{t(`phones.${kind}`)}</Text>
              </Group>
            ))}
          </Group>
          <Watch numbers={found.map(([, number]) => number)} lines={lines} />
        </>
      )}
    </Stack>
  );
}

function MakeNumbers() {
  const { t } = useTranslation("setup");
  const say = useSay();
  const [isBusy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    try {
      for (const [destination, number] of Object.entries(TEST_NUMBERS))
        await send("POST", `${API}/extensions`, { number, context: "default", destination });
    } catch (error) {
      noticeFailed(say(error));
    }
    setBusy(false);
    readAgain(`${API}/extensions`);
  };
  return (
    <Group>
      <Text>{t("phones.noTest")}</Text>
      <Button variant="default" loading={isBusy} onClick={() => void make()}>
        {t("phones.makeTest")}
      </Button>
    </Group>
  );
}

/** Follows the newest call to one of the numbers, and keeps it once it is over. */
function Watch({ numbers, lines }: { numbers: string[]; lines: LineRow[] }) {
  const { t } = useTranslation("setup");
  const [kept, keep] = useState<{ id: string; channel: string; number: string } | null>(null);
  const calls = $api.useQuery("get", "/api/v1/calls", {
    params: { query: { order: "-started_ms", limit: 50 } },
  });
  const live = calls.data?.items.find(call => numbers.includes(call.dialled));
  if (live && live.id !== kept?.id)
    keep({ id: live.id, channel: live.legs[0]?.channel ?? "", number: live.dialled });
  const call = live ?? kept;
  if (!call || !kept) {
    return (
      <Text c="dimmed" aria-live="polite">
        {t("phones.waitingCall")}
      </Text>
    );
  }
  const username = lineOf(kept.channel);
  const line = lines.find(one => one.username === username)?.name ?? username;
  const stage = !live ? "ended" : live.answered_ms ? "talking" : "calling";
  return (
    <Stack gap="sm">
      <Text fw={600} aria-live="polite">
        {t(`phones.${stage}`, { line, number: kept.number })}
      </Text>
      <Measured key={kept.id} id={kept.id} isLive={live !== undefined} />
    </Stack>
  );
}

/** How often a call that goes on is measured anew. */
const MEASURE_MS = 1_000;

function Measured({ id, isLive }: { id: string; isLive: boolean }) {
  const { t } = useTranslation("setup");
  const format = useFormat();
  const quality = useQuery({
    queryKey: ["get", `${API}/calls/{id}/quality`, id, isLive],
    queryFn: () =>
      send<{ legs: Heard[] }>("GET", `${API}/calls/${id}/quality`).then(
        acted => acted.answer.legs[0] ?? null,
      ),
    refetchInterval: isLive ? MEASURE_MS : false,
    placeholderData: before => before,
  });
  const heard = quality.data;
  if (!heard) return null;
  const verdict = judge(heard);
  const level = (dbm0: number | null | undefined) =>
    dbm0 == null ? "–" : t("phones.dbm0", { value: format.number(dbm0, 1) });
  const loudest = level(heard.heard?.loudest_dbm0);
  const rows: [string, string][] = [
    [t("phones.level"), level(heard.heard?.level_dbm0)],
    [t("phones.loudest"), loudest],
    [t("phones.codec"), heard.codec],
    [t("phones.packets"), format.number(heard.packets_rx)],
    [t("phones.sent"), format.number(heard.packets_tx)],
    [t("phones.loss"), format.percent(heard.loss_rx_pct / 100, 1)],
    [t("phones.jitter"), `${format.number(heard.jitter_ms, 1)} ms`],
    [t("phones.mos"), heard.mos == null ? "–" : format.number(heard.mos, 1)],
  ];
  return (
    <>
      <Text size="sm">{t("phones.heard")}</Text>
      {isLive && <Progress value={needle(heard.heard?.level_dbm0)} maw="26rem" color="teal" aria-hidden />}
      <Table variant="vertical" layout="fixed" maw="26rem" verticalSpacing={4} aria-label={t("phones.heard")}>
        <Table.Tbody>
          {rows.map(([label, value]) => (
            <Table.Tr key={label}>
              <Table.Th w="60%">{label}</Table.Th>
              <Table.Td style={{ fontVariantNumeric: "tabular-nums" }}>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Alert color={verdict === "good" ? "teal" : "orange"} styles={READABLE} role="status">
        {t(`phones.${verdict}`, { loudest })}
      </Alert>
    </>
  );
}
