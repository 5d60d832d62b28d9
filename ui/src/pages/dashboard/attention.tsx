/** What needs attention, the worst first, each with what to do and where. */
import { Anchor, Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, IconUrgent } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useAttentionWords } from "./attention-words";

type Item = Schemas["AttentionItem"];

const LOOKS = {
  critical: { icon: IconUrgent, colour: "var(--strowger-bad)" },
  warning: { icon: IconAlertTriangle, colour: "var(--strowger-warn)" },
  notice: { icon: IconInfoCircle, colour: "var(--mantine-color-dimmed)" },
} as const;

export function Attention({ items }: { items: Item[] }) {
  const { t } = useTranslation("dashboard");
  const say = useAttentionWords();
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="attention">
      <Title order={2} size="h4" id="attention" mb="sm">
        {t("attention.title")}
      </Title>
      {items.length === 0 && (
        <Group gap="xs" c="var(--strowger-ok)">
          <IconCircleCheck size={20} aria-hidden />
          <Text>{t("attention.none")}</Text>
        </Group>
      )}
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
        {items.map(item => {
          const { icon: Icon, colour } = LOOKS[item.level];
          const { words, remedy, to } = say(item);
          return (
            <Group key={item.sentence} component="li" gap="sm" align="flex-start" wrap="nowrap">
              <Icon size={20} aria-hidden style={{ color: colour, flexShrink: 0, marginTop: 2 }} />
              <div>
                <Text size="sm">
                  <Badge
                    component="span"
                    variant="outline"
                    size="sm"
                    mr={6}
                    style={{ color: colour, borderColor: "currentColor" }}
                  >
                    {t(`attention.levels.${item.level}`)}
                  </Badge>
                  {words}
                </Text>
                <Text size="sm" c="dimmed">
                  {remedy}{" "}
                  {to && (
                    <Anchor
                      component={Link}
                      to={to}
                      size="sm"
                      underline="always"
                      aria-label={`${t("attention.open")}: ${words}`}
                    >
                      {t("attention.open")}
                    </Anchor>
                  )}
                </Text>
              </div>
            </Group>
          );
        })}
      </Stack>
    </Paper>
  );
}
