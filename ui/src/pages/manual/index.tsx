/** The manual: its chapters, or one of them. */
import { Card, SimpleGrid, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Missing } from "@/frame/broken";
import { Page } from "@/frame/page";
import { language } from "@/i18n";
import { ChapterPage } from "./chapter";
import { CHAPTERS, isChapter } from "./chapters";
import { find, wholeManual } from "./search";

/** How long a pause in typing starts a search. */
const PAUSE_MS = 200;

export function ManualPage() {
  const { page } = useParams({ strict: false }) as { page?: string };
  if (page === undefined) return <Contents />;
  return isChapter(page) ? <ChapterPage key={page} chapter={page} /> : <Missing />;
}

function Contents() {
  const { t } = useTranslation("manual");
  const [typed, type] = useState("");
  const [question] = useDebouncedValue(typed.trim(), PAUSE_MS);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <TextInput
        type="search"
        maw="30rem"
        aria-label={t("search")}
        placeholder={t("searchPlaceholder")}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={event => type(event.currentTarget.value)}
      />
      {question ? <Found question={question} /> : <Cards />}
    </Page>
  );
}

function Cards() {
  const { t } = useTranslation("manual");
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
      {CHAPTERS.map(chapter => (
        <Card key={chapter} withBorder component={Link} to={`/manual/${chapter}`} padding="md">
          <Title order={2} size="h5" c="var(--mantine-color-anchor)">
            {t(`chapters.${chapter}.title`)}
          </Title>
          <Text size="sm" c="dimmed" mt={4}>
            {t(`chapters.${chapter}.summary`)}
          </Text>
        </Card>
      ))}
    </SimpleGrid>
  );
}

function Found({ question }: { question: string }) {
  const { t, i18n } = useTranslation("manual");
  const whole = useQuery({
    queryKey: ["manual", i18n.language],
    queryFn: () => wholeManual(language()),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const found = find(whole.data ?? [], question);
  return (
    <div>
      <Text aria-live="polite" c="dimmed" size="sm" mb="sm">
        {whole.data && (found.length > 0 ? t("found", { count: found.length }) : t("notFound", { question }))}
      </Text>
      <SimpleGrid cols={1} spacing="xs">
        {found.map(({ chapter, slug, title, excerpt }) => (
          <Card
            key={`${chapter}-${slug}`}
            withBorder
            padding="sm"
            component={Link}
            to={`/manual/${chapter}${slug ? `#${slug}` : ""}`}
          >
            <Text fw={600} size="sm" c="var(--mantine-color-anchor)">
              {t(`chapters.${chapter}.title`)}: {title}
            </Text>
            <Text size="sm" c="dimmed">
              {excerpt}
            </Text>
          </Card>
        ))}
      </SimpleGrid>
    </div>
  );
}
