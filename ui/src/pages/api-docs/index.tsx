/** The documentation of the API, from the document that the exchange gives. */
import { Accordion, Button, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconBook, IconFileCode, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useRouterState } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { API } from "@/api/nouns";
import { Failure } from "@/frame/failure";
import { Page } from "@/frame/page";
import { groupsOf, type OpenApi, readDocument } from "./document";
import { OperationItem } from "./operation";

/** How long a pause in typing starts a search. */
const PAUSE_MS = 150;

export function ApiDocsPage() {
  const { t } = useTranslation("manual");
  const read = useQuery({
    queryKey: ["get", `${API}/openapi.json`],
    queryFn: readDocument,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Page
      title={t("api.title")}
      lead={t("api.lead")}
      actions={
        <>
          <Button
            variant="default"
            component={Link}
            to="/manual/api"
            leftSection={<IconBook size={18} aria-hidden />}
          >
            {t("api.manual")}
          </Button>
          <Button
            variant="default"
            component="a"
            href={`${API}/openapi.json`}
            leftSection={<IconFileCode size={18} aria-hidden />}
          >
            {t("api.document")}
          </Button>
        </>
      }
    >
      {read.error && <Failure error={read.error} retry={() => void read.refetch()} />}
      {read.isLoading && <Skeleton height={300} />}
      {read.data && <Operations document={read.data} />}
    </Page>
  );
}

function Operations({ document }: { document: OpenApi }) {
  const { t } = useTranslation("manual");
  const hash = useRouterState({ select: state => state.location.hash });
  const [typed, type] = useState("");
  const [question] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const [open, setOpen] = useState<string[]>(hash ? [decodeURIComponent(hash)] : []);
  const groups = groupsOf(document, question);
  const count = groups.reduce((sum, [, operations]) => sum + operations.length, 0);
  return (
    <>
      <TextInput
        type="search"
        maw="30rem"
        aria-label={t("api.search")}
        placeholder={t("api.searchPlaceholder")}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={event => type(event.currentTarget.value)}
      />
      <Text size="sm" c="dimmed" aria-live="polite">
        {count > 0 ? t("api.shown", { count }) : t("api.nothing", { question })}
      </Text>
      <Stack gap="xl">
        {groups.map(([tag, operations]) => (
          <section key={tag} aria-label={tag}>
            <Title order={2} size="h4" mb="xs" tt="capitalize">
              {tag}
            </Title>
            <Accordion multiple variant="contained" order={3} value={open} onChange={setOpen}>
              {operations.map(operation => (
                <OperationItem
                  key={operation.id}
                  operation={operation}
                  document={document}
                  isOpen={open.includes(operation.id)}
                />
              ))}
            </Accordion>
          </section>
        ))}
      </Stack>
    </>
  );
}
