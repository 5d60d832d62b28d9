/** The list of lines, each with the phones that are logged in on it. */
import { ActionIcon, Button } from "@mantine/core";
import { IconDeviceMobileShare, IconPhone, IconPlus } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { useMay } from "@/api/session";
import { userChoice } from "@/form/user-choice";
import { Page } from "@/frame/page";
import { useFormat } from "@/i18n/format";
import { BulkDelete } from "@/list/bulk";
import { Empty } from "@/list/empty";
import { List } from "@/list/list";
import { queryOf, useListParams } from "@/list/params";
import type { Column } from "@/list/table";
import { WeakMark } from "@/list/weak-mark";
import { LineStateCell } from "@/phone/line-state";
import { type LineState, useLineStates } from "@/phone/line-states";
import { PhoneSheet } from "@/phone/sheet";
import { SecretButton } from "./secret";

type Row = Schemas["Line"];

/** How many devices a line takes where nothing is said. */
const DEVICES_DEFAULT = 10;

export function ListPage() {
  const { t } = useTranslation("lines");
  const [params] = useListParams();
  const mayConfigure = useMay("configure");
  const listed = $api.useQuery(
    "get",
    "/api/v1/lines",
    { params: { query: queryOf(params) } },
    { placeholderData: keepPreviousData },
  );
  const states = useLineStates((listed.data?.items ?? []).map(row => row.username ?? ""));
  const [sheet, openSheet] = useState<number>();
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        mayConfigure && (
          <Button component={Link} to="/lines/new" leftSection={<IconPlus size={16} aria-hidden />}>
            {t("add")}
          </Button>
        )
      }
    >
      <List
        name="lines"
        label={t("title")}
        columns={useColumnsOfLines(states)}
        listed={listed}
        idOf={row => String(row.id)}
        nameOf={row => row.username ?? ""}
        linkOf={row => `/lines/${row.id}`}
        csv="/api/v1/lines/export.csv"
        bulk={mayConfigure ? (ids, clear) => <BulkDelete noun="lines" ids={ids} clear={clear} /> : undefined}
        rowActions={row => (
          <>
            <SecretButton lineId={row.id} username={row.username ?? ""} />
            <ActionIcon
              variant="subtle"
              aria-label={t("sheet.openOf", { name: row.username })}
              title={t("sheet.open")}
              onClick={() => openSheet(row.id)}
            >
              <IconDeviceMobileShare size={18} aria-hidden />
            </ActionIcon>
          </>
        )}
        empty={
          <Empty
            icon={<IconPhone size={48} stroke={1.2} />}
            title={t("empty.title")}
            words={t("empty.words")}
            action={
              mayConfigure && (
                <Button component={Link} to="/users/new">
                  {t("empty.action")}
                </Button>
              )
            }
          />
        }
      />
      <PhoneSheet lineId={sheet} isOpen={sheet !== undefined} close={() => openSheet(undefined)} />
    </Page>
  );
}

function useColumnsOfLines(states: Map<string, LineState>): Column<Row>[] {
  const { t } = useTranslation("lines");
  const format = useFormat();
  return [
    {
      key: "username",
      title: t("columns.username"),
      order: "username",
      cell: row => <WeakMark name={row.username ?? ""} isWeak={row.weak_password ?? false} />,
    },
    { key: "user", title: t("columns.user"), order: "user", cell: row => userChoice(row.user ?? "") },
    { key: "number", title: t("columns.number"), order: "extension", cell: row => row.extension },
    { key: "context", title: t("columns.context"), order: "context", cell: row => String(row.context ?? "") },
    {
      key: "state",
      title: t("columns.state"),
      cell: row => <LineStateCell state={states.get(row.username ?? "")} />,
    },
    {
      key: "callerId",
      title: t("columns.callerId"),
      order: "caller_id",
      isHidden: true,
      cell: row => row.caller_id,
    },
    {
      key: "devices",
      title: t("columns.devices"),
      order: "max_contacts",
      isHidden: true,
      isNumber: true,
      cell: row => format.number(row.max_contacts ?? DEVICES_DEFAULT),
    },
    {
      key: "codecs",
      title: t("columns.codecs"),
      isHidden: true,
      cell: row => (row.codecs?.length ? row.codecs.join(", ") : t("generalCodecs")),
    },
  ];
}
