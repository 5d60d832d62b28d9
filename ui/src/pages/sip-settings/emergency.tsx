/** Whether everybody can call for help: each emergency number that is saved, from each context that has phones. */
import { Code, Group, List, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";

type EmergencyReach = Schemas["EmergencyReach"];

export function Emergency() {
  const { t } = useTranslation("settings");
  const data = $api.useQuery("get", "/api/v1/status/emergency").data?.items;
  if (!data || data.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={500}>
        {t("emergency.title")}
      </Text>
      <List size="sm" listStyleType="none" mt={4} spacing={4}>
        {data.map(reach => (
          <List.Item key={`${reach.number} ${reach.context.id}`}>
            <Reach reach={reach} />
          </List.Item>
        ))}
      </List>
    </div>
  );
}

function Reach({ reach }: { reach: EmergencyReach }) {
  const { t } = useTranslation("settings");
  const Icon = reach.is_reached ? IconCircleCheck : IconAlertTriangle;
  const trunks = reach.trunks.map(trunk => trunk.name).join(", ");
  const words = reach.is_reached
    ? t("emergency.reached", { trunks, sent: reach.sends ?? reach.number })
    : reach.leads_to
      ? t("emergency.elsewhere", { where: reach.leads_to })
      : t("emergency.nowhere", { name: reach.context.name });
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <Icon
        size={16}
        aria-hidden
        color={reach.is_reached ? "var(--strowger-ok)" : "var(--strowger-bad)"}
        style={{ flexShrink: 0, marginTop: 2 }}
      />
      <Text size="sm">
        <Code c="var(--mantine-color-text)">{reach.number}</Code>{" "}
        {t("emergency.from", { name: reach.context.name })} {words}
      </Text>
    </Group>
  );
}
