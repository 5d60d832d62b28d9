/** Live calls: who is talking with whom. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { IconPhoneCall, IconPhoneOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, api, type Schemas } from "@/api/client";
import { readAgain } from "@/api/queries";
import { useMay } from "@/api/session";
import { noticeDone, noticeFailed } from "@/frame/notices";
import { useNow } from "@/frame/now";
import { Page } from "@/frame/page";
import { useSay } from "@/frame/say";
import { useFormat } from "@/i18n/format";
import { Empty } from "@/list/empty";
import { List } from "@/list/list";
import { queryOf, useListParams } from "@/list/params";
import type { Column } from "@/list/table";
import { sidesOf, stateOf, worstMos } from "./call-words";
import { Padlock } from "./padlock";

type Call = Schemas["CallRow"];

/** Events tell of calls; how they sound, only the next look tells. */
const LOOK_EVERY_MS = 3_000;

export function CallsPage() {
  const { t } = useTranslation("calls");
  const [params] = useListParams();
  const mayOperate = useMay("operate");
  const listed = $api.useQuery(
    "get",
    "/api/v1/calls",
    { params: { query: queryOf(params) } },
    { refetchInterval: LOOK_EVERY_MS, placeholderData: before => before },
  );
  return (
    <Page title={t("live.title")} lead={t("live.lead")}>
      <List<Call>
        name="calls"
        label={t("live.title")}
        columns={useColumnsOfCalls()}
        listed={listed}
        idOf={call => call.id}
        nameOf={call => call.dialled}
        linkOf={call => `/calls/${call.id}`}
        empty={
          <Empty
            icon={<IconPhoneCall size={40} stroke={1.4} />}
            title={t("live.emptyTitle")}
            words={t("live.emptyWords")}
            action={
              <Button component={Link} to="/call-logs" variant="default">
                {t("live.toLogs")}
              </Button>
            }
          />
        }
        {...(mayOperate ? { rowActions: call => <HangUp call={call} /> } : {})}
      />
    </Page>
  );
}

function useColumnsOfCalls(): Column<Call>[] {
  const { t } = useTranslation("calls");
  const format = useFormat();
  const now = useNow();
  return [
    { key: "caller", title: t("columns.caller"), cell: call => sidesOf(call).caller },
    { key: "dialled", title: t("columns.dialled"), cell: call => call.dialled, order: "dialled" },
    { key: "callee", title: t("columns.callee"), cell: call => sidesOf(call).callee },
    { key: "state", title: t("columns.state"), cell: call => t(`states.${stateOf(call)}`) },
    {
      key: "since",
      title: t("columns.since"),
      cell: call => (
        <span className="nowrap">{format.clock(now - (call.answered_ms ?? call.started_ms))}</span>
      ),
      order: "started_ms",
    },
    {
      key: "codec",
      title: t("columns.codec"),
      cell: call => [...new Set(call.legs.flatMap(one => (one.codec ? [one.codec] : [])))].join(" / ") || "–",
    },
    {
      key: "encryption",
      title: t("encryption.title"),
      cell: call => <Padlock legs={call.legs.filter(one => one.codec).map(one => one.encryption)} />,
    },
    {
      key: "quality",
      title: t("columns.quality"),
      cell: call => {
        const mos = worstMos(call);
        return mos === null ? "–" : `MOS ${format.number(mos, 1)}`;
      },
    },
  ];
}

function HangUp({ call }: { call: Call }) {
  const { t } = useTranslation(["calls", "frame"]);
  const say = useSay();
  const [isAsking, ask] = useState(false);
  const { caller } = sidesOf(call);
  const act = async () => {
    ask(false);
    try {
      await api.DELETE("/api/v1/calls/{id}", { params: { path: { id: call.id } } });
      noticeDone(t("live.ended"));
      readAgain("/api/v1/calls");
    } catch (error) {
      noticeFailed(say(error));
    }
  };
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPhoneOff size={16} aria-hidden />}
        aria-label={t("live.hangUpOf", { caller, callee: call.dialled })}
        onClick={() => ask(true)}
      >
        {t("live.hangUp")}
      </Button>
      <Modal opened={isAsking} onClose={() => ask(false)} title={t("live.confirm")} centered>
        <Text size="sm">{t("live.confirmWords")}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => ask(false)}>
            {t("frame:actions.cancel")}
          </Button>
          <Button color="red.9" onClick={() => void act()} data-autofocus>
            {t("live.hangUp")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
