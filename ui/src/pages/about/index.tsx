/** What this exchange runs, and under which terms. */

import parts from "virtual:licences";
import { Anchor, Card, List, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "@/api/client";
import { API } from "@/api/nouns";
import { Page } from "@/frame/page";
import { readDocument } from "@/pages/api-docs/document";

export function AboutPage() {
  const { t } = useTranslation("manual");
  return (
    <Page title={t("about.title")} lead={t("about.lead")}>
      <Stack gap="lg" maw="46rem">
        <Exchange />
        <Part title={t("about.licence")}>
          <Text>{t("about.licenceText")}</Text>
          <Text c="dimmed" size="sm" mt="xs">
            {t("about.named")}
          </Text>
        </Part>
        <Part title={t("about.links")}>
          <List>
            {(["/manual", "/api/docs", "/history"] as const).map(path => (
              <List.Item key={path}>
                <PageLink path={path} />
              </List.Item>
            ))}
          </List>
        </Part>
        <Part title={t("about.parts")}>
          <Text size="sm" mb="xs">
            {t("about.partsText")}
          </Text>
          <Table aria-label={t("about.parts")} verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("about.part")}</Table.Th>
                <Table.Th>{t("about.version")}</Table.Th>
                <Table.Th>{t("about.partLicence")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {parts.map(({ name, version, licence }) => (
                <Table.Tr key={name}>
                  <Table.Td style={{ overflowWrap: "anywhere" }}>{name}</Table.Td>
                  <Table.Td>{version}</Table.Td>
                  <Table.Td>{licence}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Part>
      </Stack>
    </Page>
  );
}

function Exchange() {
  const { t } = useTranslation("manual");
  const health = $api.useQuery("get", "/api/v1/health");
  const document = useQuery({
    queryKey: ["get", `${API}/openapi.json`],
    queryFn: readDocument,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isAlive = health.data?.status === "ok";
  return (
    <Part title={t("about.exchange")}>
      <Table aria-label={t("about.exchange")} verticalSpacing={4} variant="vertical" layout="fixed">
        <Table.Tbody>
          <Table.Tr>
            <Table.Th w={160}>{t("about.version")}</Table.Th>
            <Table.Td>
              {document.data ? `Strowger ${document.data.info.version}` : <Skeleton height={18} w={120} />}
            </Table.Td>
          </Table.Tr>
          <Table.Tr>
            <Table.Th>{t("about.state")}</Table.Th>
            <Table.Td c={health.isLoading || isAlive ? "var(--strowger-ok)" : "var(--strowger-bad)"}>
              {health.isLoading ? "…" : t(isAlive ? "about.alive" : "about.silent")}
            </Table.Td>
          </Table.Tr>
          <Table.Tr>
            <Table.Th>{t("about.api")}</Table.Th>
            <Table.Td style={{ overflowWrap: "anywhere" }}>{`${window.location.origin}${API}`}</Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card withBorder component="section" aria-label={title}>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      {children}
    </Card>
  );
}

const PAGES = { "/manual": "manual", "/api/docs": "apiDocs", "/history": "history" } as const;

function PageLink({ path }: { path: keyof typeof PAGES }) {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to={path}>
      {t(`menu.pages.${PAGES[path]}`)}
    </Anchor>
  );
}
