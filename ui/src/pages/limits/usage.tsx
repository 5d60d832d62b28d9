/** What is used of the limits now, as bars, the fullest first. */
import { Badge, Group, Progress, SimpleGrid, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { useFormat } from "@/i18n/format";
import { useTollWords } from "./words";

type Usage = Schemas["UsageRow"];

/** Use grows without anybody telling. */
const LOOK_EVERY_MS = 10_000;

/** Bars that are shown. */
const SHOWN = 8;

/** Past this part of a limit a bar warns. */
const NEAR = 0.8;

export function UsageBars() {
  const { t } = useTranslation("limits");
  const { data } = $api.useQuery("get", "/api/v1/security/limits", {}, { refetchInterval: LOOK_EVERY_MS });
  if (!data) return null;
  return (
    <section aria-labelledby="usage-title">
      <Group gap="sm" mb="xs">
        <Title order={2} size="h4" id="usage-title">
          {t("usage.title")}
        </Title>
        <Badge variant="default">{t(data.is_closed ? "usage.closed" : "usage.open")}</Badge>
      </Group>
      {data.usage.length === 0 && (
        <Text size="sm" mb="md">
          {t("usage.none")}
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="xs" mb="md">
        {data.usage.slice(0, SHOWN).map(row => (
          <Bar key={keyOf(row)} row={row} />
        ))}
      </SimpleGrid>
    </section>
  );
}

function Bar({ row }: { row: Usage }) {
  const { t } = useTranslation("limits");
  const words = useTollWords();
  const format = useFormat();
  const part = row.cap === 0 ? 1 : Math.min(1, row.used / row.cap);
  const label = `${words.calls(row)}, ${t(`measure.${row.what}`)}`;
  const figures = t("usage.of", { used: format.number(row.used), cap: format.number(row.cap) });
  const color = part >= 1 ? "red" : part >= NEAR ? "orange" : "blue";
  return (
    <div>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {label}
          {row.when === "closed" && ` (${t("when.closed")})`}
        </Text>
        <Text size="sm" className="nowrap">
          {figures}
        </Text>
      </Group>
      <Progress.Root size="sm">
        <Progress.Section value={part * 100} color={color} aria-label={`${label}: ${figures}`} />
      </Progress.Root>
    </div>
  );
}

function keyOf(row: Usage): string {
  return [row.payer.kind, row.payer.id, row.class, row.when, row.what].join(" ");
}
