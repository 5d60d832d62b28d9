/** Why a set-up link does not open anything, and what to do. */
import { Alert, Anchor, Center, Code, Paper, Stack, Text, Title } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { READABLE } from "@/frame/failure";

interface LinkProblemProps {
  cause: "incomplete" | "old" | "done";
  /** It stands within the wizard already. */
  isInside?: boolean;
}

export function LinkProblem({ cause, isInside }: LinkProblemProps) {
  const { t } = useTranslation("setup");
  const words = (
    <Stack>
      <Title order={1} size="h3">
        {t(`link.${cause}.title`)}
      </Title>
      <Alert role="alert" color="orange" icon={<IconLink aria-hidden />} styles={READABLE}>
        {t(`link.${cause}.words`)}
      </Alert>
      {cause === "done" ? (
        <Anchor component={Link} to="/login">
          {t("link.signIn")}
        </Anchor>
      ) : (
        <div>
          <Text size="sm">{t("link.where")}</Text>
          <Code block mt={6}>
            {`set-up: ${window.location.origin}/setup#…`}
          </Code>
          <Text size="sm" mt="sm">
            {t("link.journal")}
          </Text>
          <Code block mt={6}>
            journalctl -u strowger | grep set-up
          </Code>
        </div>
      )}
    </Stack>
  );
  if (isInside) return words;
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder p="xl" maw={560}>
        {words}
      </Paper>
    </Center>
  );
}
