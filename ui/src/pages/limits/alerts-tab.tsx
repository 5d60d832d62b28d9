/** Who is told of a stop or of a call for help, and a test of it. */
import { Alert, Button, Group, List, PasswordInput, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/api/client";
import { useDraftHere } from "@/form/draft";
import { SelectField, spoken, TextField, useFieldProps, WordsField } from "@/form/fields";
import { READABLE } from "@/frame/failure";
import { noticeFailed } from "@/frame/notices";
import { useSay } from "@/frame/say";

export function AlertsTab() {
  const { t } = useTranslation("limits");
  return (
    <>
      <Text size="sm">{t("alerts.help")}</Text>
      <TextField path="alert_webhook" label={t("alerts.webhook")} help={t("alerts.webhookHelp")} />
      <SecretField path="alert_webhook_secret" label={t("alerts.secret")} help={t("alerts.secretHelp")} />
      <Title order={2} size="h5" mt="sm">
        {t("alerts.emailTitle")}
      </Title>
      <WordsField path="alert_email" label={t("alerts.to")} help={t("alerts.toHelp")} />
      <TextField path="alert_email_from" label={t("alerts.from")} help={t("alerts.fromHelp")} />
      <TextField path="smtp_server" label={t("alerts.server")} help={t("alerts.serverHelp")} />
      <SelectField
        path="smtp_security"
        label={t("alerts.security")}
        choices={(["tls", "starttls", "none"] as const).map(value => ({
          value,
          label: t(`alerts.securities.${value}`),
        }))}
        fallback="tls"
      />
      <TextField path="smtp_username" label={t("alerts.username")} help={t("alerts.usernameHelp")} />
      <SecretField path="smtp_password" label={t("alerts.password")} help={t("alerts.secretHelp")} />
      <Test />
    </>
  );
}

/** A secret: what is stored comes back as stars, and stays unless something else is typed. */
function SecretField(props: { path: string; label: string; help: string }) {
  const { field, props: input } = useFieldProps<string>(props);
  return (
    <PasswordInput
      {...input}
      {...spoken(input)}
      autoComplete="new-password"
      value={field.value ?? ""}
      onChange={event => field.set(event.currentTarget.value)}
    />
  );
}

type Outcome = Schemas["AlertTest"];

function Test() {
  const { t } = useTranslation("limits");
  const draft = useDraftHere();
  const say = useSay();
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const test = async () => {
    setBusy(true);
    try {
      const { data } = await api.POST("/api/v1/security/alerts/test");
      setOutcome(data ?? null);
    } catch (error) {
      noticeFailed(say(error));
    } finally {
      setBusy(false);
    }
  };
  if (draft.isReadOnly) return null;
  return (
    <>
      <Group>
        <Button variant="default" loading={isBusy} disabled={draft.isChanged} onClick={() => void test()}>
          {t("alerts.test")}
        </Button>
        {draft.isChanged && (
          <Text size="sm" c="dimmed">
            {t("alerts.saveFirst")}
          </Text>
        )}
      </Group>
      {outcome && (
        <Alert styles={READABLE} role="status">
          <List size="sm">
            {(["webhook", "email"] as const).map(by => (
              <List.Item key={by}>
                {t(`alerts.by.${by}`)}: {saidOf(outcome[by], t)}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </>
  );
}

function saidOf(
  outcome: Outcome["webhook"],
  t: (key: "alerts.unset" | "alerts.sent" | "alerts.failed", values?: Record<string, string>) => string,
): string {
  if (!outcome) return t("alerts.unset");
  return outcome.is_sent ? t("alerts.sent") : t("alerts.failed", { error: outcome.error ?? "" });
}
