/** The two test destinations, explained: what each proves, and how to hear it. */
import { Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconEar, IconWaveSine } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export function TestNumbers() {
  const { t } = useTranslation("extensions");
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="test-numbers" className="no-print">
      <Title order={2} size="h4" id="test-numbers">
        {t("tests.title")}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {t("tests.lead")}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Test icon={<IconEar size={24} aria-hidden />} title={t("tests.echo")}>
          {t("tests.echoWords")}
        </Test>
        <Test icon={<IconWaveSine size={24} aria-hidden />} title={t("tests.milliwatt")}>
          {t("tests.milliwattWords")}
        </Test>
      </SimpleGrid>
    </Paper>
  );
}

function Test({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <Stack gap={4}>
      {icon}
      <Title order={3} size="h5">
        {title}
      </Title>
      <Text size="sm">{children}</Text>
    </Stack>
  );
}
