/** API tokens: which there are, making one, shutting one out. */
import { Button, Text } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { useMay } from "@/api/session";
import { useNow } from "@/frame/now";
import { Page } from "@/frame/page";
import { useFormat } from "@/i18n/format";
import { Empty } from "@/list/empty";
import { List } from "@/list/list";
import { useListParams } from "@/list/params";
import type { Column } from "@/list/table";
import { useAuthor } from "@/pages/history/author";
import { CreateToken } from "./create";
import { pageOf } from "./page-of";
import { RevokeToken } from "./revoke";

export type TokenRow = Schemas["TokenRow"];

export function TokensPage() {
  const { t } = useTranslation("access");
  const mayAdminister = useMay("administer");
  const [params] = useListParams();
  const read = $api.useQuery("get", "/api/v1/tokens");
  const [isCreating, create] = useState(false);
  const [revoked, revoke] = useState<TokenRow | null>(null);
  const columns = useTokenColumns();
  const add = mayAdminister && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => create(true)}>
      {t("tokens.add")}
    </Button>
  );
  return (
    <Page title={t("tokens.title")} lead={t("tokens.lead")} actions={add}>
      <List<TokenRow>
        name="tokens"
        label={t("tokens.title")}
        columns={columns}
        listed={{ ...read, data: read.data && pageOf<TokenRow>(read.data.items, params) }}
        idOf={row => row.name}
        nameOf={row => row.name}
        empty={
          <Empty
            icon={<IconKey size={40} stroke={1.4} />}
            title={t("tokens.empty")}
            words={t("tokens.emptyHint")}
            action={add}
          />
        }
        {...(mayAdminister
          ? {
              rowActions: row => (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t("tokens.revokeOne", { name: row.name })}
                  onClick={() => revoke(row)}
                >
                  {t("tokens.revoke")}
                </Button>
              ),
            }
          : {})}
      />
      {isCreating && <CreateToken close={() => create(false)} />}
      {revoked && <RevokeToken of={revoked} close={() => revoke(null)} />}
    </Page>
  );
}

function useTokenColumns(): Column<TokenRow>[] {
  const { t } = useTranslation(["access", "frame"]);
  const format = useFormat();
  const author = useAuthor();
  const now = useNow();
  const end = ({ expires_ms: at }: TokenRow) => {
    if (!at) return t("tokens.endless");
    if (at > now) return format.moment(at);
    return (
      <Text span size="sm" c="var(--strowger-bad)">
        {t("tokens.ended", { when: format.ago(at, now) })}
      </Text>
    );
  };
  return [
    { key: "name", title: t("tokens.columns.name"), order: "name", cell: row => <b>{row.name}</b> },
    {
      key: "role",
      title: t("tokens.columns.role"),
      order: "role",
      cell: row => t(`frame:roles.${row.role}`),
    },
    { key: "expires", title: t("tokens.columns.expires"), order: "expires_ms", cell: end },
    {
      key: "last_used",
      title: t("tokens.columns.lastUsed"),
      order: "last_used_ms",
      cell: row => (row.last_used_ms ? format.moment(row.last_used_ms) : t("tokens.unused")),
    },
    {
      key: "created",
      title: t("tokens.columns.created"),
      order: "created_ms",
      cell: row => format.moment(row.created_ms),
    },
    {
      key: "author",
      title: t("tokens.columns.author"),
      order: "author",
      cell: row => author(row.author),
      isHidden: true,
    },
  ];
}
