/** The list of contexts, and the picture of who can reach whom. */
import { Button, Skeleton, Stack } from "@mantine/core";
import { IconPlus, IconSitemap } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { useMay } from "@/api/session";
import { Page } from "@/frame/page";
import { BulkDelete } from "@/list/bulk";
import { Empty } from "@/list/empty";
import { List } from "@/list/list";
import { queryOf, useListParams } from "@/list/params";
import type { Column } from "@/list/table";

const Reach = lazy(() => import("./reach"));

type Row = Schemas["Context"];

export function ListPage() {
  const { t } = useTranslation("contexts");
  const [params] = useListParams();
  const mayConfigure = useMay("configure");
  const listed = $api.useQuery(
    "get",
    "/api/v1/contexts",
    { params: { query: queryOf(params) } },
    { placeholderData: keepPreviousData },
  );
  const add = mayConfigure && (
    <Button component={Link} to="/contexts/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t("add")}
    </Button>
  );
  return (
    <Page title={t("title")} lead={t("lead")} actions={add}>
      <List
        name="contexts"
        label={t("title")}
        columns={useColumnsOfContexts()}
        listed={listed}
        idOf={row => String(row.id)}
        nameOf={row => row.name ?? ""}
        linkOf={row => `/contexts/${row.id}`}
        csv="/api/v1/contexts/export.csv"
        bulk={
          mayConfigure ? (ids, clear) => <BulkDelete noun="contexts" ids={ids} clear={clear} /> : undefined
        }
        empty={
          <Empty
            icon={<IconSitemap size={48} stroke={1.2} />}
            title={t("empty.title")}
            words={t("empty.words")}
            action={add}
          />
        }
      />
      <Suspense fallback={<Skeleton height={200} />}>
        <Reach />
      </Suspense>
    </Page>
  );
}

function useColumnsOfContexts(): Column<Row>[] {
  const { t } = useTranslation("contexts");
  return [
    { key: "name", title: t("columns.name"), order: "name", cell: row => row.name },
    { key: "label", title: t("columns.label"), order: "label", cell: row => row.label },
    {
      key: "kind",
      title: t("columns.kind"),
      order: "kind",
      cell: row => t(`kinds.${row.kind ?? "internal"}`),
    },
    { key: "ranges", title: t("columns.ranges"), order: "range", cell: row => <Ranges row={row} /> },
    {
      key: "includes",
      title: t("columns.includes"),
      order: "includes",
      cell: row => (row.includes ?? []).join(", "),
    },
  ];
}

function Ranges({ row }: { row: Row }) {
  const { t } = useTranslation("contexts");
  return (
    <Stack gap={0}>
      {(row.range ?? []).map(range => {
        const numbers =
          range.end && range.end !== range.start ? `${range.start}–${range.end}` : (range.start ?? "");
        const key = `${range.for} ${numbers}`;
        return (
          <span key={key}>{t("range.short", { numbers, for: t(`range.kinds.${range.for ?? "user"}`) })}</span>
        );
      })}
    </Stack>
  );
}
