/** The list of incoming calls. */
import { Button, Text } from "@mantine/core";
import { IconArrowDownLeft, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api } from "@/api/client";
import { API, type Stored } from "@/api/nouns";
import { useMay } from "@/api/session";
import { useDestinationWords } from "@/form/destination-words";
import { later } from "@/frame/later";
import { Page } from "@/frame/page";
import { Empty } from "@/list/empty";
import { List } from "@/list/list";
import { queryOf, useListParams } from "@/list/params";
import type { Column } from "@/list/table";

const IncomingBulk = later(() => import("./bulk").then(one => one.IncomingBulk));

type IncomingCall = Stored<"incoming-calls">;

export function ListPage() {
  const { t } = useTranslation("incoming");
  const [params] = useListParams();
  const listed = $api.useQuery(
    "get",
    "/api/v1/incoming-calls",
    { params: { query: queryOf(params) } },
    { placeholderData: before => before },
  );
  const mayConfigure = useMay("configure");
  const columns = useIncomingColumns();
  const add = mayConfigure && (
    <Button component={Link} to="/incoming-calls/new" leftSection={<IconPlus size={18} aria-hidden />}>
      {t("new")}
    </Button>
  );
  return (
    <Page title={t("title")} lead={t("lead")} actions={add}>
      <List<IncomingCall>
        name="incoming-calls"
        label={t("title")}
        columns={columns}
        listed={listed}
        idOf={row => String(row.id)}
        nameOf={row => row.did ?? ""}
        linkOf={row => `/incoming-calls/${row.id}`}
        bulk={mayConfigure ? (ids, clear) => <IncomingBulk ids={ids} clear={clear} /> : undefined}
        csv={`${API}/incoming-calls/export.csv`}
        empty={
          <Empty
            icon={<IconArrowDownLeft size={40} stroke={1.4} />}
            title={t("empty.title")}
            words={t("empty.words")}
            action={add}
          />
        }
      />
    </Page>
  );
}

function useIncomingColumns(): Column<IncomingCall>[] {
  const { t } = useTranslation("incoming");
  const destination = useDestinationWords();
  const edited = ({ caller_id_mode: mode, caller_id_name: text }: IncomingCall) =>
    text ? t(`edited.${mode ?? "prepend"}`, { text }) : "–";
  return [
    { key: "did", title: t("columns.did"), cell: row => row.did, order: "did" },
    {
      key: "context",
      title: t("columns.context"),
      cell: row => <Text size="sm">{row.context}</Text>,
      order: "context",
    },
    {
      key: "destination",
      title: t("columns.destination"),
      cell: row => <Text size="sm">{destination(row.destination)}</Text>,
      order: "destination",
    },
    {
      key: "callerId",
      title: t("columns.callerId"),
      cell: row => <Text size="sm">{edited(row)}</Text>,
      order: "caller_id_name",
    },
  ];
}
