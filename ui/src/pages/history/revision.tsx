/** One change: who made it, what it did to each field, and the two ways back. */
import { Anchor, Button, Group, Text, Title } from "@mantine/core";
import { IconArrowBackUp, IconChevronLeft, IconChevronRight, IconRestore } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { useMay } from "@/api/session";
import { Failure } from "@/frame/failure";
import { Page } from "@/frame/page";
import { useFormat } from "@/i18n/format";
import { useAuthor } from "./author";
import { ChangePreview, type Way } from "./preview";
import { useSayChange } from "./say-change";
import { Steps } from "./steps";

export function RevisionPage() {
  const { number: typed } = useParams({ strict: false }) as { number: string };
  const number = Number(typed);
  const { t } = useTranslation("history");
  const read = $api.useQuery("get", "/api/v1/revisions/{number}", { params: { path: { number } } });
  const newest = $api.useQuery("get", "/api/v1/revisions", { params: { query: { limit: 1 } } });
  if (read.error) {
    return (
      <Page title={t("revision.title", { number: typed })}>
        <Failure error={read.error} retry={() => void read.refetch()} />
      </Page>
    );
  }
  if (!read.data) return null;
  return <Revision key={number} of={read.data} newest={newest.data?.items[0]?.number ?? number} />;
}

function Revision({ of, newest }: { of: Schemas["RevisionDetail"]; newest: number }) {
  const { t } = useTranslation("history");
  const format = useFormat();
  const author = useAuthor();
  const say = useSayChange();
  const mayConfigure = useMay("configure");
  const [way, go] = useState<Way | null>(null);
  return (
    <Page
      title={t("revision.title", { number: format.number(of.number) })}
      lead={t("revision.lead", { when: format.moment(of.at_ms), author: author(of.author) })}
      actions={
        mayConfigure && (
          <>
            {of.number < newest && (
              <Button
                variant="default"
                title={t("revision.restoreHint")}
                leftSection={<IconRestore size={18} aria-hidden />}
                onClick={() => go("restore")}
              >
                {t("revision.restore")}
              </Button>
            )}
            {of.number > 0 && (
              <Button
                title={t("revision.undoHint")}
                leftSection={<IconArrowBackUp size={18} aria-hidden />}
                onClick={() => go("undo")}
              >
                {t("revision.undo")}
              </Button>
            )}
          </>
        )
      }
    >
      <Neighbours number={of.number} newest={newest} />
      <Text>{say.revision(of)}</Text>
      <Title order={2} size="h4">
        {t("revision.differences")}
      </Title>
      {of.steps.length > 0 ? (
        <Steps steps={of.steps} order={3} isLinked />
      ) : (
        <Text c="dimmed">{t("revision.nothing")}</Text>
      )}
      {way && <ChangePreview number={of.number} way={way} close={() => go(null)} />}
    </Page>
  );
}

function Neighbours({ number, newest }: { number: number; newest: number }) {
  const { t } = useTranslation("history");
  return (
    <Group justify="space-between" className="no-print">
      <Anchor component={Link} to="/history" size="sm">
        {t("revision.back")}
      </Anchor>
      <Group gap="xs">
        {number > 0 && (
          <Button
            component={Link}
            to={`/history/${number - 1}`}
            size="compact-sm"
            variant="default"
            leftSection={<IconChevronLeft size={16} aria-hidden />}
          >
            {t("revision.older")}
          </Button>
        )}
        {number < newest && (
          <Button
            component={Link}
            to={`/history/${number + 1}`}
            size="compact-sm"
            variant="default"
            rightSection={<IconChevronRight size={16} aria-hidden />}
          >
            {t("revision.newer")}
          </Button>
        )}
      </Group>
    </Group>
  );
}
