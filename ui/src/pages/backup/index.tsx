/** Everything in one file: out, and in again. */
import { Card, SimpleGrid, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/session";
import { Page } from "@/frame/page";
import { Restore } from "./restore";
import { Take } from "./take";

export function BackupPage() {
  const { t } = useTranslation("backup");
  const mayAdminister = useMay("administer");
  return (
    <Page title={t("title")} lead={t("lead")}>
      {mayAdminister ? (
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
          <Part title={t("take.title")} lead={t("take.lead")}>
            <Take />
          </Part>
          <Part title={t("restore.title")} lead={t("restore.lead")}>
            <Restore />
          </Part>
        </SimpleGrid>
      ) : (
        <Text>{t("notAllowed")}</Text>
      )}
    </Page>
  );
}

function Part({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <Card withBorder padding="lg" component="section" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text c="dimmed" size="sm" mt={4} mb="md">
        {lead}
      </Text>
      {children}
    </Card>
  );
}
