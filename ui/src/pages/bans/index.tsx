/** Who is shut out for guessing passwords, and letting them in again. */
import { Button, Text } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
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

type Ban = Schemas["BanRow"];

/** Bans end by themselves, and nobody tells: they are looked for. */
const LOOK_EVERY_MS = 10_000;

export function BansPage() {
  const { t } = useTranslation("bans");
  const [params] = useListParams();
  const mayOperate = useMay("operate");
  const listed = $api.useQuery(
    "get",
    "/api/v1/security/bans",
    { params: { query: queryOf(params) } },
    { refetchInterval: LOOK_EVERY_MS, placeholderData: before => before },
  );
  return (
    <Page title={t("title")} lead={t("lead")}>
      <List<Ban>
        name="bans"
        label={t("title")}
        columns={useColumnsOfBans()}
        listed={listed}
        idOf={ban => `${ban.address} ${ban.account ?? ""}`}
        nameOf={ban => ban.address}
        empty={
          <Empty
            icon={<IconShieldCheck size={40} stroke={1.4} />}
            title={t("emptyTitle")}
            words={t("emptyWords")}
          />
        }
        {...(mayOperate ? { rowActions: ban => <Lift ban={ban} /> } : {})}
      />
    </Page>
  );
}

function useColumnsOfBans(): Column<Ban>[] {
  const { t } = useTranslation("bans");
  const format = useFormat();
  const now = useNow();
  return [
    { key: "address", title: t("columns.address"), cell: ban => <b>{ban.address}</b>, order: "address" },
    {
      key: "account",
      title: t("columns.account"),
      cell: ban =>
        ban.account ?? (
          <Text span size="sm" c="dimmed">
            {t("everybody")}
          </Text>
        ),
      order: "account",
    },
    { key: "tried", title: t("columns.tried"), cell: ban => <bdi>{ban.tried}</bdi>, order: "tried" },
    {
      key: "guesses",
      title: t("columns.guesses"),
      cell: ban => format.number(ban.guesses),
      order: "guesses",
    },
    {
      key: "since",
      title: t("columns.since"),
      cell: ban => format.moment(ban.since_ms),
      order: "since_ms",
    },
    {
      key: "until",
      title: t("columns.until"),
      cell: ban => (
        <span className="nowrap">{t("left", { time: format.clock(Math.max(0, ban.until_ms - now)) })}</span>
      ),
      order: "until_ms",
    },
  ];
}

function Lift({ ban }: { ban: Ban }) {
  const { t } = useTranslation("bans");
  const say = useSay();
  const [isBusy, setBusy] = useState(false);
  const lift = async () => {
    setBusy(true);
    try {
      const query = ban.account === null || ban.account === undefined ? {} : { account: ban.account };
      await api.DELETE("/api/v1/security/bans/{address}", {
        params: { path: { address: ban.address }, query },
      });
      noticeDone(t("lifted", { address: ban.address }));
      readAgain("/api/v1/security/bans");
    } catch (error) {
      noticeFailed(say(error));
      setBusy(false);
    }
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={isBusy}
      aria-label={t("liftOf", { address: ban.address })}
      onClick={() => void lift()}
    >
      {t("lift")}
    </Button>
  );
}
