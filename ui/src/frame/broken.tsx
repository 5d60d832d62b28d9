/** What stands in the place of a page that is not there, or that broke. */
import { Button, Code, Container, Group, Stack, Text, Title } from "@mantine/core";
import { Link, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Refused, Unreachable } from "@/api/problem";
import { Failure } from "./failure";

export function Missing() {
  const { t } = useTranslation();
  return (
    <Container size="xs" py="xl" component="main">
      <Stack>
        <Title order={1} size="h2">
          {t("errors.notFound")}
        </Title>
        <Text>{t("errors.notFoundHint")}</Text>
        <Group>
          <Button component={Link} to="/">
            {t("errors.home")}
          </Button>
        </Group>
      </Stack>
    </Container>
  );
}

export function Broken({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const router = useRouter();
  if (error instanceof Refused || error instanceof Unreachable) {
    return (
      <Container size="sm" py="xl">
        <Failure error={error} retry={() => void router.invalidate()} />
      </Container>
    );
  }
  return (
    <Container size="sm" py="xl">
      <Stack>
        <Title order={1} size="h2">
          {t("errors.title")}
        </Title>
        <Text>{t("errors.crashed")}</Text>
        <Code block>{error instanceof Error ? (error.stack ?? error.message) : String(error)}</Code>
        <Group>
          <Button onClick={() => window.location.reload()}>{t("errors.reload")}</Button>
        </Group>
      </Stack>
    </Container>
  );
}
