/** Who changed what, and when; and what somebody may have to answer for. */
import { Group, SegmentedControl } from "@mantine/core";
import { IconHistory, IconShieldCheck } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { useMay } from "@/api/session";
import { Page } from "@/frame/page";
import { useFormat } from "@/i18n/format";
import { Empty } from "@/list/empty";
import { List } from "@/list/list";
import { queryOf, useListParams } from "@/list/params";
import type { Column } from "@/list/table";
import { useAuthor } from "./author";
import { useSayChange } from "./say-change";

/** A page that is left stays until the next one is there. */
const KEPT = { placeholderData: keepPreviousData };

export function HistoryPage() {
  const { t } = useTranslation("history");
  const [params] = useListParams();
  const navigate = useNavigate();
  const maySeeAudit = useMay("administer");
  const isAudit = maySeeAudit && params.tab === "audit";
  return (
    <Page title={t("title")} lead={isAudit ? t("audit.lead") : t("lead")}>
      {maySeeAudit && (
        <Group className="no-print">
          <SegmentedControl
            aria-label={t("tabs.label")}
            data={[
              { value: "changes", label: t("tabs.changes") },
              { value: "audit", label: t("tabs.audit") },
            ]}
            value={isAudit ? "audit" : "changes"}
            onChange={tab =>
              void navigate({ to: "/history", search: tab === "audit" ? { tab } : {}, replace: true })
            }
          />
        </Group>
      )}
      {isAudit ? <Audit /> : <Changes />}
    </Page>
  );
}

function Changes() {
  const { t } = useTranslation("history");
  const format = useFormat();
  const author = useAuthor();
  const say = useSayChange();
  const [params] = useListParams();
  const listed = $api.useQuery("get", "/api/v1/revisions", { params: { query: queryOf(params) } }, KEPT);
  const columns: Column<Schemas["RevisionRow"]>[] = [
    {
      key: "number",
      title: t("columns.number"),
      order: "number",
      cell: row => `#${format.number(row.number)}`,
    },
    {
      key: "at",
      title: t("columns.at"),
      cell: row => <span className="nowrap">{format.moment(row.at_ms)}</span>,
    },
    { key: "author", title: t("columns.author"), cell: row => author(row.author) },
    { key: "what", title: t("columns.what"), cell: row => say.revision(row) },
  ];
  return (
    <List
      name="history"
      label={t("title")}
      columns={columns}
      listed={listed}
      idOf={row => String(row.number)}
      nameOf={row => String(row.number)}
      linkOf={row => `/history/${row.number}`}
      empty={
        <Empty icon={<IconHistory size={40} stroke={1.4} />} title={t("empty")} words={t("emptyHint")} />
      }
    />
  );
}

function Audit() {
  const { t } = useTranslation("history");
  const format = useFormat();
  const author = useAuthor();
  const say = useSayChange();
  const [params] = useListParams();
  const listed = $api.useQuery("get", "/api/v1/audit", { params: { query: queryOf(params) } }, KEPT);
  const columns: Column<Schemas["AuditRow"]>[] = [
    {
      key: "at",
      title: t("audit.columns.at"),
      order: "id",
      cell: row => <span className="nowrap">{format.moment(row.at_ms)}</span>,
    },
    { key: "author", title: t("audit.columns.author"), cell: row => author(row.author) },
    { key: "act", title: t("audit.columns.act"), cell: row => t(`audit.acts.${row.act}`) },
    {
      key: "subject",
      title: t("audit.columns.subject"),
      cell: ({ subject: { noun, name } }) => (noun ? say.noun({ noun, name }) : name || t("audit.exchange")),
    },
  ];
  return (
    <List
      name="audit"
      label={t("tabs.audit")}
      columns={columns}
      listed={listed}
      idOf={row => String(row.id)}
      nameOf={row => String(row.id)}
      filterKeys={[]}
      empty={
        <Empty
          icon={<IconShieldCheck size={40} stroke={1.4} />}
          title={t("audit.empty")}
          words={t("audit.emptyHint")}
        />
      }
    />
  );
}
