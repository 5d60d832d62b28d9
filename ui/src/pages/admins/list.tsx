/** The list of administrators. */
import { Badge, Button, Group } from "@mantine/core";
import { IconPlus, IconShieldLock } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { useMay, useMe } from "@/api/session";
import { Page } from "@/frame/page";
import { useFormat } from "@/i18n/format";
import { Empty } from "@/list/empty";
import { List } from "@/list/list";
import { queryOf, useListParams } from "@/list/params";
import type { Column } from "@/list/table";

type Row = Schemas["AdministratorRow"];

export function ListPage() {
  const { t } = useTranslation("access");
  const mayAdminister = useMay("administer");
  const [params] = useListParams();
  const listed = $api.useQuery("get", "/api/v1/administrators", { params: { query: queryOf(params) } });
  const columns = useAdminColumns();
  return (
    <Page
      title={t("admins.title")}
      lead={t("admins.lead")}
      actions={
        mayAdminister && (
          <Button component={Link} to="/admins/new" leftSection={<IconPlus size={18} aria-hidden />}>
            {t("admins.add")}
          </Button>
        )
      }
    >
      <List
        name="administrators"
        label={t("admins.title")}
        columns={columns}
        listed={listed}
        idOf={row => String(row.id)}
        nameOf={row => row.username}
        linkOf={row => `/admins/${row.id}`}
        empty={
          <Empty
            icon={<IconShieldLock size={40} stroke={1.4} />}
            title={t("admins.empty")}
            words={t("admins.emptyHint")}
          />
        }
      />
    </Page>
  );
}

function useAdminColumns(): Column<Row>[] {
  const { t } = useTranslation(["access", "frame"]);
  const format = useFormat();
  const me = useMe();
  return [
    {
      key: "username",
      title: t("admins.columns.username"),
      order: "username",
      cell: row => (
        <Group gap="xs" component="span" display="inline-flex">
          {row.username}
          {row.username === me?.username && (
            <Badge component="span" variant="default" size="sm" tt="none">
              {t("admins.you")}
            </Badge>
          )}
        </Group>
      ),
    },
    {
      key: "role",
      title: t("admins.columns.role"),
      order: "role",
      cell: row => t(`frame:roles.${row.role}`),
    },
    {
      key: "enabled",
      title: t("admins.columns.enabled"),
      order: "enabled",
      cell: row => t(row.enabled ? "frame:actions.yes" : "frame:actions.no"),
    },
    {
      key: "last_login",
      title: t("admins.columns.lastLogin"),
      order: "last_login_ms",
      cell: row => (row.last_login_ms ? format.moment(row.last_login_ms) : t("admins.never")),
    },
    {
      key: "language",
      title: t("admins.columns.language"),
      order: "language",
      isHidden: true,
      cell: row => t(`frame:languages.${row.language}`),
    },
    {
      key: "created",
      title: t("admins.columns.created"),
      order: "created_ms",
      isHidden: true,
      cell: row => format.moment(row.created_ms),
    },
  ];
}
