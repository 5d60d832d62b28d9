/** What a new exchange needs next; nothing where people and a trunk are there. */
import { Anchor, Paper, SimpleGrid, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/session";
import type { DashboardPage } from ".";

export function Next({ page }: { page: DashboardPage }) {
  const { t } = useTranslation("dashboard");
  const mayConfigure = useMay("configure");
  const { up, unknown, down, disabled } = page.trunks;
  const trunks = up + unknown + down + disabled;
  if (!mayConfigure || (page.lines_total > 0 && trunks > 0)) return null;
  const steps = [
    ...(page.lines_total === 0 ? [{ to: "/users/new", key: "users" as const }] : []),
    ...(trunks === 0 ? [{ to: "/trunks/new", key: "trunk" as const }] : []),
    { to: "/outgoing-calls/new", key: "out" as const },
    { to: "/route", key: "try" as const },
  ];
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="next">
      <Title order={2} size="h4" id="next" mb="sm">
        {t("next.title")}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
        {steps.map(({ to, key }) => (
          <div key={key}>
            <Anchor component={Link} to={to} fw={600}>
              {t(`next.${key}`)}
            </Anchor>
            <Text size="sm" c="dimmed">
              {t(`next.${key}Hint`)}
            </Text>
          </div>
        ))}
      </SimpleGrid>
    </Paper>
  );
}
