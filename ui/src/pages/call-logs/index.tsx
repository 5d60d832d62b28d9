/** The call log: every call, once. */
import { Badge, Select, Text, TextInput } from "@mantine/core";
import { IconListDetails } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { Page } from "@/frame/page";
import { useFormat } from "@/i18n/format";
import { Empty } from "@/list/empty";
import { List } from "@/list/list";
import { type ListParams, queryOf, useListParams } from "@/list/params";
import type { Column } from "@/list/table";
import { sayOutcome, sayParty, sayWhy } from "@/pages/calls/call-words";
import { Padlock } from "@/pages/calls/padlock";

type Row = Schemas["CallLogRow"];
type Status = Schemas["CallStatus"];
type Direction = Schemas["CallDirection"];

const STATUSES: Status[] = ["answered", "busy", "no_answer", "cancelled", "unreachable", "refused", "failed"];
const DIRECTIONS: Direction[] = ["internal", "inbound", "outbound"];

/** Room for "From" and "Du" within a date field. */
const DATE_NAME_PX = 52;

const FILTERS = ["from_ms", "to_ms", "status", "direction", "user", "trunk", "line"];

export function CallLogsPage() {
  const { t } = useTranslation("calls");
  const [params, change] = useListParams();
  const listed = $api.useQuery(
    "get",
    "/api/v1/call-logs",
    { params: { query: { ...queryOf(params), ...filtersOf(params) } } },
    { placeholderData: before => before },
  );
  return (
    <Page title={t("logs.title")} lead={t("logs.lead")}>
      <List
        name="call-logs"
        label={t("logs.title")}
        columns={useLogColumns()}
        listed={listed}
        idOf={row => row.id}
        nameOf={row => row.dialled}
        linkOf={row => `/calls/${row.id}`}
        filters={<Filters params={params} change={change} />}
        filterKeys={FILTERS}
        csv="/api/v1/call-logs/export.csv"
        empty={
          <Empty
            icon={<IconListDetails size={40} stroke={1.4} />}
            title={t("logs.emptyTitle")}
            words={t("logs.emptyWords")}
          />
        }
      />
    </Page>
  );
}

function filtersOf(params: ListParams) {
  return Object.fromEntries(
    FILTERS.flatMap(key => (params[key] === undefined ? [] : [[key, params[key]]])),
  ) as { status?: Status; direction?: Direction; from_ms?: number; to_ms?: number };
}

function useLogColumns(): Column<Row>[] {
  const { t } = useTranslation("calls");
  const format = useFormat();
  return [
    {
      key: "started",
      title: t("columns.started"),
      cell: row => <span className="nowrap">{format.moment(row.times.start_ms)}</span>,
      order: "started",
    },
    { key: "caller", title: t("columns.caller"), cell: row => sayParty(row.caller) },
    { key: "dialled", title: t("columns.dialled"), cell: row => row.dialled },
    { key: "callee", title: t("columns.callee"), cell: row => sayParty(row.callee) },
    {
      key: "outcome",
      title: t("columns.outcome"),
      cell: row => <OutcomeCell outcome={row.outcome} />,
    },
    {
      key: "duration",
      title: t("columns.duration"),
      cell: row => (row.talk_ms > 0 ? format.clock(row.talk_ms) : "–"),
      isNumber: true,
    },
    {
      key: "encryption",
      title: t("encryption.title"),
      cell: row => <Padlock legs={row.encryption} />,
    },
    { key: "direction", title: t("columns.direction"), cell: row => t(`directions.${row.direction}`) },
    { key: "context", title: t("columns.context"), cell: row => row.context, isHidden: true },
  ];
}

function OutcomeCell({ outcome }: { outcome: Schemas["Outcome"] }) {
  const { t } = useTranslation("calls");
  const isGood = outcome.status === "answered" || outcome.status === "in_progress";
  return (
    <>
      <Badge
        variant="outline"
        size="sm"
        c={isGood ? "var(--strowger-ok)" : "var(--strowger-warn)"}
        style={{ borderColor: "currentColor" }}
      >
        {sayOutcome(t, outcome.status)}
      </Badge>
      {!isGood && (
        <Text size="xs" c="dimmed">
          {sayWhy(t, outcome)}
        </Text>
      )}
    </>
  );
}

interface FiltersProps {
  params: ListParams;
  change: (changes: Partial<ListParams>) => void;
}

function Filters({ params, change }: FiltersProps) {
  const { t } = useTranslation("calls");
  return (
    <>
      <Select
        w={170}
        aria-label={t("logs.status")}
        placeholder={t("logs.status")}
        clearable
        data={STATUSES.map(value => ({ value, label: sayOutcome(t, value) }))}
        value={(params.status as string | undefined) ?? null}
        onChange={status => change({ status: status ?? undefined })}
      />
      <Select
        w={130}
        aria-label={t("logs.direction")}
        placeholder={t("logs.direction")}
        clearable
        data={DIRECTIONS.map(value => ({ value, label: t(`directions.${value}`) }))}
        value={(params.direction as string | undefined) ?? null}
        onChange={direction => change({ direction: direction ?? undefined })}
      />
      <TextInput
        type="date"
        aria-label={t("logs.from")}
        leftSection={<DateName>{t("logs.from")}</DateName>}
        leftSectionWidth={DATE_NAME_PX}
        value={dateOf(params.from_ms)}
        onChange={event => change({ from_ms: momentOf(event.currentTarget.value) })}
      />
      <TextInput
        type="date"
        aria-label={t("logs.to")}
        leftSection={<DateName>{t("logs.to")}</DateName>}
        leftSectionWidth={DATE_NAME_PX}
        // The day that is named is in it, so what is asked for ends with the day after.
        value={dateOf(typeof params.to_ms === "number" ? params.to_ms - 1 : undefined)}
        onChange={event => change({ to_ms: momentOf(event.currentTarget.value, 1) })}
      />
    </>
  );
}

/** Which of the two dates a field is for; the browser shows the same in both. */
function DateName({ children }: { children: string }) {
  return (
    <Text size="sm" c="dimmed" aria-hidden>
      {children}
    </Text>
  );
}

/** A moment as a date field has it, in the reader's own time. */
function dateOf(ms: string | number | undefined): string {
  if (typeof ms !== "number") return "";
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** When the day of a date field begins, or one some days later, in the reader's own time: not every day has 24 hours. */
function momentOf(date: string, daysLater = 0): number | undefined {
  const day = new Date(`${date}T00:00:00`);
  day.setDate(day.getDate() + daysLater);
  const ms = day.getTime();
  return Number.isNaN(ms) ? undefined : ms;
}
