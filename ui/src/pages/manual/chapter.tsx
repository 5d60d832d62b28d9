/** One chapter of the manual, with the others beside it. */
import { Anchor, Box, Flex, Group, NavLink, Select, Skeleton, Stack } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/frame/failure";
import { language } from "@/i18n";
import { CHAPTERS, type Chapter, chapterText } from "./chapters";
import { Markdown } from "./markdown";
import { headingsOf } from "./slug";

const chapterPath = (chapter: string) => `/manual/${chapter}`;

export function ChapterPage({ chapter }: { chapter: Chapter }) {
  const { t, i18n } = useTranslation("manual");
  const hash = useRouterState({ select: state => state.location.hash });
  const text = useQuery({
    queryKey: ["manual", i18n.language, chapter],
    queryFn: () => chapterText(language(), chapter),
    staleTime: Number.POSITIVE_INFINITY,
  });
  useDocumentTitle(`${t(`chapters.${chapter}.title`)} · ${t("title")} · Strowger`);
  // The place that a link leads to is there only once the text is.
  useEffect(() => {
    if (text.data && hash) document.getElementById(decodeURIComponent(hash))?.scrollIntoView();
  }, [text.data, hash]);
  if (text.error) return <Failure error={text.error} retry={() => void text.refetch()} />;
  return (
    <Flex gap="xl" align="flex-start" direction={{ base: "column", lg: "row" }}>
      <Contents chapter={chapter} text={text.data} />
      <Box style={{ flex: 1, minWidth: 0 }} maw="52rem" w="100%">
        {text.data === undefined ? <Waiting /> : <Markdown text={text.data} chapterPath={chapterPath} />}
        <Neighbours chapter={chapter} />
      </Box>
    </Flex>
  );
}

function Contents({ chapter, text }: { chapter: Chapter; text: string | undefined }) {
  const { t } = useTranslation("manual");
  const navigate = useNavigate();
  const sections = text === undefined ? [] : headingsOf(text).filter(heading => heading.depth === 2);
  return (
    <Box component="nav" aria-label={t("contents")} className="no-print" w={{ base: "100%", lg: "15rem" }}>
      <Select
        hiddenFrom="lg"
        aria-label={t("chapter")}
        data={CHAPTERS.map(value => ({ value, label: t(`chapters.${value}.title`) }))}
        value={chapter}
        allowDeselect={false}
        onChange={next => next && void navigate({ to: chapterPath(next) })}
      />
      <Stack gap={0} visibleFrom="lg" pos="sticky" top={72}>
        <Anchor component={Link} to="/manual" size="sm" px="xs" pb="xs">
          {t("all")}
        </Anchor>
        {CHAPTERS.map(one => (
          <NavLink
            key={one}
            component={Link}
            to={chapterPath(one)}
            label={t(`chapters.${one}.title`)}
            active={one === chapter}
            aria-current={one === chapter ? "page" : undefined}
            py={4}
            opened={one === chapter}
            rightSection={<span />}
            childrenOffset={12}
          >
            {one === chapter && sections.length > 0
              ? sections.map(({ slug, text: words }) => (
                  <NavLink key={slug} href={`#${slug}`} label={words} py={2} />
                ))
              : undefined}
          </NavLink>
        ))}
      </Stack>
    </Box>
  );
}

function Neighbours({ chapter }: { chapter: Chapter }) {
  const { t } = useTranslation("manual");
  const at = CHAPTERS.indexOf(chapter);
  const [before, after] = [CHAPTERS[at - 1], CHAPTERS[at + 1]];
  return (
    <Group justify="space-between" mt="xl" className="no-print">
      {before ? (
        <Anchor component={Link} to={chapterPath(before)}>
          <Group gap={4}>
            <IconChevronLeft size={16} aria-hidden />
            {t(`chapters.${before}.title`)}
          </Group>
        </Anchor>
      ) : (
        <span />
      )}
      {after && (
        <Anchor component={Link} to={chapterPath(after)}>
          <Group gap={4}>
            {t(`chapters.${after}.title`)}
            <IconChevronRight size={16} aria-hidden />
          </Group>
        </Anchor>
      )}
    </Group>
  );
}

function Waiting() {
  return (
    <Stack aria-hidden>
      <Skeleton height={32} width="50%" />
      {[0, 1, 2, 3].map(line => (
        <Skeleton key={line} height={18} />
      ))}
    </Stack>
  );
}
