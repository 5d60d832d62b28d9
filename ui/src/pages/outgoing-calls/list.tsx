/** The list of outgoing calls. */
import { Button, Code, Group, Text } from "@mantine/core";
import { IconArrowUpRight, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api } from "@/api/client";
import { API, type Stored } from "@/api/nouns";
import { useMay } from "@/api/session";
import { later } from "@/frame/later";
import { Page } from "@/frame/page";
import { useFormat } from "@/i18n/format";
import { Empty } from "@/list/empty";
import { List } from "@/list/list";
import { queryOf, useListParams } from "@/list/params";
import type { Column } from "@/list/table";

const OutgoingBulk = later(() => import("./bulk").then(one => one.OutgoingBulk));

type OutgoingCall = Stored<"outgoing-calls">;

export function ListPage() {
  const { t } = useTranslation("outgoing");
  const [params] = useListParams();
  const listed = $api.useQuery(
    "get",
    "/api/v1/outgoing-calls",
    { params: { query: queryOf(params) } },
    { placeholderData: before => before },
  );
  const mayConfigure = useMay("configure");
  const columns = useOutgoingColumns();
  const add = mayConfigure && (
    <Button component={Link} to="/outgoing-calls/new" leftSection={<IconPlus size={18} aria-hidden />}>
      {t("new")}
    </Button>
  );
  return (
    <Page title={t("title")} lead={t("lead")} actions={add}>
      <List<OutgoingCall>
        name="outgoing-calls"
        label={t("title")}
        columns={columns}
        listed={listed}
        idOf={row => String(row.id)}
        nameOf={row => row.name ?? ""}
        linkOf={row => `/outgoing-calls/${row.id}`}
        bulk={mayConfigure ? (ids, clear) => <OutgoingBulk ids={ids} clear={clear} /> : undefined}
        csv={`${API}/outgoing-calls/export.csv`}
        empty={
          <Empty
            icon={<IconArrowUpRight size={40} stroke={1.4} />}
            title={t("empty.title")}
            words={t("empty.words")}
            action={add}
          />
        }
      />
    </Page>
  );
}

function useOutgoingColumns(): Column<OutgoingCall>[] {
  const { t } = useTranslation(["outgoing", "frame"]);
  const format = useFormat();
  const ring = ({ ring_time }: OutgoingCall) => (ring_time ? format.duration(ring_time * 1_000) : "–");
  return [
    { key: "name", title: t("columns.name"), cell: row => row.name, order: "name" },
    {
      key: "patterns",
      title: t("columns.patterns"),
      cell: row => (
        <Group gap={4}>
          {(row.extension ?? []).map(({ pattern }) => (
            <Code key={pattern}>{pattern}</Code>
          ))}
        </Group>
      ),
      order: "extension",
    },
    {
      key: "context",
      title: t("columns.context"),
      cell: row => <Text size="sm">{row.context}</Text>,
      order: "context",
    },
    {
      key: "trunks",
      title: t("columns.trunks"),
      cell: row => <Text size="sm">{(row.trunks ?? []).join(", ")}</Text>,
      order: "trunks",
    },
    { key: "ring", title: t("columns.ring"), cell: ring, order: "ring_time", isHidden: true },
  ];
}
