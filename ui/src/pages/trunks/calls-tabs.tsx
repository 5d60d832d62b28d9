/** The tabs Signaling and Advanced of a trunk: how its calls are made. */
import { Alert } from "@mantine/core";
import { IconLockOpen2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { CodecsField } from "@/form/codecs-field";
import { useField } from "@/form/draft";
import { EncryptionField } from "@/form/encryption-field";
import { ChoicesField, SelectField, SwitchField, TextField, WordsField } from "@/form/fields";
import { LimitsField } from "@/form/limits-field";
import { READABLE } from "@/frame/failure";
import { useFormat } from "@/i18n/format";

const DIDS = ["request_uri", "to", "called_party_id"] as const;
export const TRANSPORTS = ["udp", "tcp", "tls"] as const;
const DIGESTS = ["md5", "sha-256", "sha-512-256"];
const INTERVALS = ["no", "yes", "10", "30", "120", "300", "600"];

export function SignalingTab() {
  const { t } = useTranslation(["trunks", "form"]);
  return (
    <>
      <MonitoringField />
      <CodecsField path="codecs" label={t("form:codecs.enabled")} help={t("fields.codecsHelp")} inherits />
      <SelectField
        path="did_source"
        label={t("fields.did")}
        help={t("fields.didHelp")}
        choices={DIDS.map(value => ({ value, label: t(`dids.${value}`) }))}
        fallback="request_uri"
      />
      <TextField path="from_user" label={t("fields.fromUser")} help={t("fields.fromUserHelp")} />
      <TextField path="from_domain" label={t("fields.fromDomain")} help={t("fields.fromDomainHelp")} />
      <SwitchField path="trust_identity" label={t("fields.trust")} help={t("fields.trustHelp")} />
      <ChoicesField
        path="digest"
        label={t("fields.digest")}
        help={t("fields.digestHelp")}
        choices={DIGESTS.map(value => ({ value, label: value.toUpperCase() }))}
      />
    </>
  );
}

/** XiVO's qualify: no, yes, or an interval; one that a site file has set is offered too. */
/** Encrypted audio whose keys anybody on the way can read: it works, and is hardly what is meant. */
function KeysInClear() {
  const { t } = useTranslation("trunks");
  const { value: encryption } = useField<string>("media_encryption");
  const { value: transport } = useField<string>("transport");
  if (encryption !== "required" || transport === "tls") return null;
  return (
    <Alert color="orange" icon={<IconLockOpen2 aria-hidden />} styles={READABLE}>
      {t("fields.keysInClear")}
    </Alert>
  );
}

export function MonitoringField() {
  const { t } = useTranslation("trunks");
  const format = useFormat();
  const { value } = useField<string>("monitoring");
  const intervals = INTERVALS.includes(value ?? "yes") ? INTERVALS : [...INTERVALS, String(value)];
  const label = (word: string) => {
    if (word === "no" || word === "yes") return t(`monitorings.${word}`);
    return t("monitorings.every", { interval: format.duration(Number(word) * 1_000) });
  };
  return (
    <SelectField
      path="monitoring"
      label={t("fields.monitoring")}
      help={t("fields.monitoringHelp")}
      choices={intervals.map(word => ({ value: word, label: label(word) }))}
      fallback="yes"
    />
  );
}

export function AdvancedTab() {
  const { t } = useTranslation("trunks");
  return (
    <>
      <TextField path="outbound_proxy" label={t("fields.proxy")} help={t("fields.proxyHelp")} />
      <WordsField path="accept_from" label={t("fields.acceptFrom")} help={t("fields.acceptFromHelp")} />
      <SelectField
        path="transport"
        label={t("fields.transport")}
        help={t("fields.transportHelp")}
        choices={TRANSPORTS.map(value => ({ value, label: t(`transports.${value}`) }))}
        fallback="udp"
      />
      <TextField path="tls_fingerprint" label={t("fields.fingerprint")} help={t("fields.fingerprintHelp")} />
      <EncryptionField prefix="" />
      <KeysInClear />
      <SwitchField path="transit" label={t("fields.transit")} help={t("fields.transitHelp")} />
      <LimitsField path="limits" />
    </>
  );
}
