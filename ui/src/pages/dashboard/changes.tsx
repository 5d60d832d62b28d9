/** The last changes of the configuration. */
import { Anchor, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useNow } from "@/frame/now";
import { useFormat } from "@/i18n/format";
import { useAuthor } from "@/pages/history/author";
import { useSayChange } from "@/pages/history/say-change";

export function Changes({ changes }: { changes: Schemas["RevisionRow"][] }) {
  const { t } = useTranslation("dashboard");
  const say = useSayChange();
  const author = useAuthor();
  const format = useFormat();
  const now = useNow();
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="changes">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id="changes">
          {t("changes.title")}
        </Title>
        <Anchor component={Link} to="/history" size="sm">
          {t("changes.all")}
        </Anchor>
      </Group>
      {changes.length === 0 && <Text c="dimmed">{t("changes.none")}</Text>}
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
        {changes.map(change => (
          <li key={change.number}>
            <Anchor component={Link} to={`/history/${change.number}`} size="sm">
              {say.revision(change)}
            </Anchor>
            <Text size="sm" c="dimmed">
              {t("changes.by", { author: author(change.author), when: format.ago(change.at_ms, now) })}
            </Text>
          </li>
        ))}
      </Stack>
    </Paper>
  );
}
