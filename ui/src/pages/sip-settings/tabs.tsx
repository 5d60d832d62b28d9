/** The tabs of the general SIP settings. */
import { Alert, Button, Group, List } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { CodecsField } from "@/form/codecs-field";
import { useField } from "@/form/draft";
import { NumberField, SelectField, TextField, WordsField } from "@/form/fields";
import { READABLE } from "@/frame/failure";
import { LANGUAGES } from "@/i18n";
import { Emergency } from "./emergency";
import { DAY, Section } from "./section";

export function GeneralTab() {
  const { t } = useTranslation(["settings", "frame"]);
  const zones = Intl.supportedValuesOf("timeZone").map(value => ({ value, label: value }));
  return (
    <>
      <TextField path="name" label={t("fields.name")} help={t("fields.nameHelp")} />
      <TextField path="realm" label={t("fields.realm")} help={t("fields.realmHelp")} />
      <TextField path="user_agent" label={t("fields.agent")} help={t("fields.agentHelp")} />
      <SelectField
        path="time_zone"
        label={t("fields.zone")}
        help={t("fields.zoneHelp")}
        choices={zones}
        searchable
      />
      <TextField path="country" label={t("fields.country")} help={t("fields.countryHelp")} />
      <SelectField
        path="language"
        label={t("fields.language")}
        help={t("fields.languageHelp")}
        choices={LANGUAGES.map(value => ({ value, label: t(`frame:languages.${value}`) }))}
        fallback="en"
      />
      <NumberField
        path="max_call_duration"
        label={t("fields.duration")}
        help={t("fields.durationHelp")}
        min={0}
        max={7 * DAY}
      />
      <WordsField path="emergency_numbers" label={t("fields.emergency")} help={t("fields.emergencyHelp")} />
      <Emergency />
    </>
  );
}

export function SignalingTab() {
  const { t } = useTranslation(["settings", "form"]);
  return (
    <>
      <CodecsField path="codecs" label={t("form:codecs.enabled")} help={t("fields.codecsHelp")} />
      <NoGsm />
      <Section title={t("groups.calls")}>
        <NumberField
          path="session_expires"
          label={t("fields.sessionExpires")}
          help={t("fields.sessionExpiresHelp")}
          min={0}
          max={DAY}
        />
        <NumberField
          path="session_min_se"
          label={t("fields.sessionMin")}
          help={t("fields.sessionMinHelp")}
          min={90}
          max={DAY}
        />
        <NumberField
          path="trunk_silence"
          label={t("fields.silence")}
          help={t("fields.silenceHelp")}
          min={1}
          max={32}
        />
      </Section>
      <Section title={t("groups.registrations")}>
        <NumberField
          path="registration_expiry_min"
          label={t("fields.expiryMin")}
          help={t("fields.expiryMinHelp")}
          min={1}
          max={DAY}
        />
        <NumberField
          path="registration_expiry_default"
          label={t("fields.expiryDefault")}
          help={t("fields.expiryDefaultHelp")}
          min={1}
          max={DAY}
        />
        <NumberField
          path="registration_expiry_max"
          label={t("fields.expiryMax")}
          help={t("fields.expiryMaxHelp")}
          min={1}
          max={DAY}
        />
      </Section>
    </>
  );
}

/** The page on interconnecting two exchanges asks for GSM. */
function NoGsm() {
  const { t } = useTranslation("settings");
  const field = useField<string[]>("codecs");
  const codecs = field.value ?? [];
  if (codecs.includes("gsm")) return null;
  return (
    <Alert color="orange" styles={READABLE} role="status">
      {t("fields.noGsm")}
      {!field.isReadOnly && (
        <Group mt="xs">
          <Button size="compact-sm" variant="default" onClick={() => field.set([...codecs, "gsm"])}>
            {t("fields.addGsm")}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

export function SecurityTab() {
  const { t } = useTranslation("settings");
  return (
    <>
      <NumberField
        path="call_log_days"
        label={t("fields.retention")}
        help={t("fields.retentionHelp")}
        min={0}
        max={36_500}
      />
      <NumberField
        path="kept_messages_mb"
        label={t("fields.messages")}
        help={t("fields.messagesHelp")}
        min={0}
        max={1_024}
      />
      <Section title={t("groups.always")}>
        <List size="sm" spacing="xs">
          {ALWAYS.map(key => (
            <List.Item key={key}>{t(`always.${key}`)}</List.Item>
          ))}
        </List>
      </Section>
    </>
  );
}

/** What no setting turns off. */
const ALWAYS = ["guests", "alike", "passwords", "transit"] as const;
