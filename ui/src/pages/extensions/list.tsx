/** The list of extensions, each with where it leads. */
import { Button } from "@mantine/core";
import { IconNumbers, IconPlus } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { useMay } from "@/api/session";
import { useDestinationWords } from "@/form/destination-words";
import { Page } from "@/frame/page";
import { BulkDelete } from "@/list/bulk";
import { Empty } from "@/list/empty";
import { List } from "@/list/list";
import { queryOf, useListParams } from "@/list/params";
import type { Column } from "@/list/table";
import { TestNumbers } from "./tests";

type Row = Schemas["Extension"];

export function ListPage() {
  const { t } = useTranslation("extensions");
  const [params] = useListParams();
  const mayConfigure = useMay("configure");
  const listed = $api.useQuery(
    "get",
    "/api/v1/extensions",
    { params: { query: queryOf(params) } },
    { placeholderData: keepPreviousData },
  );
  const add = mayConfigure && (
    <Button component={Link} to="/extensions/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t("add")}
    </Button>
  );
  return (
    <Page title={t("title")} lead={t("lead")} actions={add}>
      <List
        name="extensions"
        label={t("title")}
        columns={useColumnsOfExtensions()}
        listed={listed}
        idOf={row => String(row.id)}
        nameOf={row => row.number ?? ""}
        linkOf={row => `/extensions/${row.id}`}
        csv="/api/v1/extensions/export.csv"
        bulk={
          mayConfigure ? (ids, clear) => <BulkDelete noun="extensions" ids={ids} clear={clear} /> : undefined
        }
        empty={
          <Empty
            icon={<IconNumbers size={48} stroke={1.2} />}
            title={t("empty.title")}
            words={t("empty.words")}
            action={add}
          />
        }
      />
      <TestNumbers />
    </Page>
  );
}

function useColumnsOfExtensions(): Column<Row>[] {
  const { t } = useTranslation("extensions");
  const words = useDestinationWords();
  return [
    { key: "number", title: t("columns.number"), order: "number", cell: row => row.number },
    { key: "context", title: t("columns.context"), order: "context", cell: row => String(row.context ?? "") },
    {
      key: "destination",
      title: t("columns.destination"),
      order: "destination",
      cell: row => words(row.destination),
    },
  ];
}
