/** The list of users, each with numbers, lines and whether the phones are there. */
import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconFileImport, IconPlus, IconUsers } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { useMay } from "@/api/session";
import { later } from "@/frame/later";
import { Page } from "@/frame/page";
import { useFormat } from "@/i18n/format";
import { BulkDelete } from "@/list/bulk";
import { Empty } from "@/list/empty";
import { List } from "@/list/list";
import { queryOf, useListParams } from "@/list/params";
import type { Column } from "@/list/table";
import { LineStateShort } from "@/phone/line-state";
import { type LineState, useLineStates } from "@/phone/line-states";

const UsersBulkEdit = later(() => import("./bulk-edit").then(one => one.UsersBulkEdit));

type Row = Schemas["User"];

export function ListPage() {
  const { t } = useTranslation("users");
  const [params] = useListParams();
  const mayConfigure = useMay("configure");
  const listed = $api.useQuery(
    "get",
    "/api/v1/users",
    { params: { query: queryOf(params) } },
    { placeholderData: keepPreviousData },
  );
  const usernames = (listed.data?.items ?? []).flatMap(row => linesOf(row).map(line => line.username ?? ""));
  const states = useLineStates(usernames);
  return (
    <Page title={t("title")} lead={t("lead")} actions={mayConfigure && <Acts />}>
      <List
        name="users"
        label={t("title")}
        columns={useColumnsOfUsers(states)}
        listed={listed}
        idOf={row => String(row.id)}
        nameOf={fullName}
        linkOf={row => `/users/${row.id}`}
        csv="/api/v1/users/export.csv"
        bulk={
          mayConfigure
            ? (ids, clear) => (
                <>
                  <UsersBulkEdit ids={ids} clear={clear} />
                  <BulkDelete noun="users" ids={ids} clear={clear} />
                </>
              )
            : undefined
        }
        empty={
          <Empty
            icon={<IconUsers size={48} stroke={1.2} />}
            title={t("empty.title")}
            words={t("empty.words")}
            action={mayConfigure && <Acts />}
          />
        }
      />
    </Page>
  );
}

function Acts() {
  const { t } = useTranslation("users");
  return (
    <Group gap="xs">
      <Button
        component={Link}
        to="/users/import"
        variant="default"
        leftSection={<IconFileImport size={16} aria-hidden />}
      >
        {t("import.open")}
      </Button>
      <Button component={Link} to="/users/new" leftSection={<IconPlus size={16} aria-hidden />}>
        {t("add")}
      </Button>
    </Group>
  );
}

function useColumnsOfUsers(states: Map<string, LineState>): Column<Row>[] {
  const { t } = useTranslation("users");
  const format = useFormat();
  return [
    { key: "name", title: t("columns.name"), order: "name", cell: fullName },
    {
      key: "lastname",
      title: t("columns.lastname"),
      order: "lastname",
      isHidden: true,
      cell: row => row.lastname,
    },
    {
      key: "numbers",
      title: t("columns.numbers"),
      order: "extension",
      cell: row => numbersOf(row).join(", "),
    },
    {
      key: "lines",
      title: t("columns.lines"),
      order: "line",
      cell: row => <Lines row={row} states={states} />,
    },
    {
      key: "email",
      title: t("columns.email"),
      order: "email",
      cell: row =>
        row.email && (
          <Anchor href={`mailto:${encodeURI(row.email)}`} size="sm">
            {row.email}
          </Anchor>
        ),
    },
    {
      key: "mobile",
      title: t("columns.mobile"),
      order: "mobile_phone_number",
      isHidden: true,
      cell: row => row.mobile_phone_number,
    },
    {
      key: "callerId",
      title: t("columns.callerId"),
      order: "caller_id",
      isHidden: true,
      cell: row => row.caller_id,
    },
    {
      key: "outgoing",
      title: t("columns.outgoing"),
      isHidden: true,
      cell: row => outgoingWords(row.outgoing_caller_id, t),
    },
    {
      key: "ring",
      title: t("columns.ring"),
      order: "ring_seconds",
      isHidden: true,
      isNumber: true,
      cell: row => (row.ring_seconds == null ? "" : format.number(row.ring_seconds)),
    },
    {
      key: "calls",
      title: t("columns.calls"),
      order: "simultaneous_calls",
      isHidden: true,
      isNumber: true,
      cell: row => (row.simultaneous_calls == null ? "" : format.number(row.simultaneous_calls)),
    },
    { key: "note", title: t("columns.note"), order: "userfield", isHidden: true, cell: row => row.userfield },
  ];
}

function Lines({ row, states }: { row: Row; states: Map<string, LineState> }) {
  const { t } = useTranslation("users");
  const lines = linesOf(row);
  if (lines.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("noLine")}
      </Text>
    );
  }
  return (
    <Stack gap={2}>
      {lines.map(line => (
        <LineStateShort
          key={line.username}
          label={line.username ?? ""}
          state={states.get(line.username ?? "")}
        />
      ))}
    </Stack>
  );
}

type T = ReturnType<typeof useTranslation<"users">>["t"];

/** The two words of the setting in the reader's language; a caller id as it is. */
function outgoingWords(outgoing: string | null, t: T): string {
  if (outgoing === "default" || outgoing === "anonymous") return t(`outgoing.${outgoing}`);
  return outgoing ?? "";
}

/** First and last name, as far as there are any. */
export function fullName(user: { firstname: string | null; lastname: string | null }): string {
  return [user.firstname, user.lastname].filter(Boolean).join(" ");
}

function linesOf(row: Row): Schemas["LineDraft"][] {
  return row.line ?? [];
}

function numbersOf(row: Row): string[] {
  return [...new Set(linesOf(row).flatMap(line => (line.extension ? [line.extension] : [])))];
}
