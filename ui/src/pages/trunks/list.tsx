/** The list of trunks, each with how it stands. */
import { Button, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconPlus, IconTopologyStar3 } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { API } from "@/api/nouns";
import { useMay } from "@/api/session";
import { later } from "@/frame/later";
import { Page } from "@/frame/page";
import { useFormat } from "@/i18n/format";
import { Empty } from "@/list/empty";
import { List } from "@/list/list";
import { useListParams } from "@/list/params";
import type { Column } from "@/list/table";
import { WeakMark } from "@/list/weak-mark";
import { StateLine } from "./state";
import { hostOf } from "./state-words";
import { type TrunkStatus, useTrunkStates } from "./status";

const TrunksBulk = later(() => import("./bulk").then(one => one.TrunksBulk));

/** What trunks are ordered by as they are configured; of their states, the file knows nothing. */
const CSV_ORDERS = ["name", "connection_type", "context", "addressing"];

export function ListPage() {
  const { t } = useTranslation(["trunks", "frame"]);
  const [params] = useListParams();
  const listed = useTrunkStates(params);
  const mayConfigure = useMay("configure");
  const columns = useTrunkColumns();
  const add = mayConfigure && (
    <Button component={Link} to="/trunks/new" leftSection={<IconPlus size={18} aria-hidden />}>
      {t("new")}
    </Button>
  );
  return (
    <Page title={t("title")} lead={t("lead")} actions={add}>
      <List
        name="trunks"
        label={t("title")}
        columns={columns}
        listed={listed}
        idOf={row => String(row.id)}
        nameOf={row => row.name}
        linkOf={row => `/trunks/${row.id}`}
        bulk={mayConfigure ? (ids, clear) => <TrunksBulk ids={ids} clear={clear} /> : undefined}
        csv={`${API}/trunks/export.csv`}
        csvOrders={CSV_ORDERS}
        empty={
          <Empty
            icon={<IconTopologyStar3 size={40} stroke={1.4} />}
            title={t("empty.title")}
            words={t("empty.words")}
            action={add}
          />
        }
      />
    </Page>
  );
}

function useTrunkColumns(): Column<TrunkStatus>[] {
  const { t } = useTranslation("trunks");
  const format = useFormat();
  const isWide = useMediaQuery("(min-width: 48em)", true);
  const host = ({ state }: TrunkStatus) => ("at" in state ? hostOf(state.at) : "–");
  const last = (row: TrunkStatus) =>
    row.last_code == null ? "–" : [row.last_code, row.last_reason].filter(Boolean).join(" ");
  const calls = (row: TrunkStatus) =>
    row.call_limit == null
      ? format.number(row.calls)
      : t("callsOf", { calls: format.number(row.calls), limit: format.number(row.call_limit) });
  const name = {
    key: "name",
    title: t("columns.name"),
    cell: (row: TrunkStatus) => <WeakMark name={row.name} isWeak={row.weak_password} />,
    order: "name",
  };
  const state = {
    key: "state",
    title: t("columns.state"),
    cell: (row: TrunkStatus) => <StateLine row={row} />,
    order: "health",
  };
  const where: Column<TrunkStatus>[] = [
    { key: "host", title: t("columns.host"), cell: row => <Text size="sm">{host(row)}</Text> },
    {
      key: "connection",
      title: t("columns.connection"),
      cell: row => <Text size="sm">{t(`connections.${row.connection_type}`)}</Text>,
      order: "connection_type",
    },
  ];
  const rest: Column<TrunkStatus>[] = [
    { key: "calls", title: t("columns.calls"), cell: calls, order: "calls", isNumber: true },
    {
      key: "context",
      title: t("columns.context"),
      cell: row => <Text size="sm">{row.context}</Text>,
      order: "context",
      isHidden: true,
    },
    {
      key: "addressing",
      title: t("columns.addressing"),
      cell: row => <Text size="sm">{t(`addressings.${row.addressing}`)}</Text>,
      order: "addressing",
      isHidden: true,
    },
    { key: "last", title: t("columns.last"), cell: last, order: "last_code", isHidden: true },
  ];
  // Where little is seen at once, the state is what matters.
  return isWide ? [name, ...where, state, ...rest] : [name, state, ...where, ...rest];
}
