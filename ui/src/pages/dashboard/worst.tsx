/** Calls of the last hour that did not sound well. */
import { Anchor, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useFormat } from "@/i18n/format";

export function Worst({ calls }: { calls: Schemas["WorstCall"][] }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  if (calls.length === 0) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="worst">
      <Title order={2} size="h4" id="worst" mb="sm">
        {t("worst.title")}
      </Title>
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
        {calls.map(call => (
          <Group key={call.id} component="li" justify="space-between" gap="xs">
            <Anchor component={Link} to={`/calls/${call.id}`} size="sm">
              {t("worst.call", { caller: call.caller, dialled: call.dialled })}
            </Anchor>
            <Text size="sm" c="dimmed">
              {format.moment(call.started_ms)}, {t("worst.mos", { mos: format.number(call.mos, 1) })}
            </Text>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}
