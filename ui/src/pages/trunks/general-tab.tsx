/** The tab General of a trunk: who it is, where it is, what its calls reach. */
import { useTranslation } from "react-i18next";
import { NumberField, SelectField, SwitchField, TextField } from "@/form/fields";
import { PasswordField } from "@/form/password-field";
import { RefField } from "@/form/ref-field";
import { useReveal } from "./reveal";

const CONNECTIONS = ["friend", "peer", "user"] as const;
const ADDRESSINGS = ["dynamic", "static"] as const;

export function GeneralTab({ isStatic, id }: { isStatic: boolean; id: number | undefined }) {
  const { t } = useTranslation("trunks");
  const reveal = useReveal(id, "password");
  return (
    <>
      <TextField path="name" label={t("fields.name")} help={t("fields.nameHelp")} required />
      <SwitchField path="enabled" label={t("fields.enabled")} help={t("fields.enabledHelp")} />
      <TextField path="username" label={t("fields.username")} help={t("fields.usernameHelp")} />
      <PasswordField
        path="password"
        weakPath="weak_password"
        label={t("fields.password")}
        help={t("fields.passwordHelp")}
        reveal={reveal}
      />
      <SelectField
        path="connection_type"
        label={t("fields.connection")}
        help={t("fields.connectionHelp")}
        choices={CONNECTIONS.map(value => ({ value, label: t(`connections.${value}`) }))}
        fallback="friend"
      />
      <SelectField
        path="addressing"
        label={t("fields.addressing")}
        help={t("fields.addressingHelp")}
        choices={ADDRESSINGS.map(value => ({ value, label: t(`addressings.${value}`) }))}
        fallback="dynamic"
      />
      {isStatic && (
        <TextField path="address" label={t("fields.address")} help={t("fields.addressHelp")} required />
      )}
      <RefField
        noun="contexts"
        path="context"
        label={t("fields.context")}
        help={t("fields.contextHelp")}
        required
      />
      <NumberField
        path="call_limit"
        label={t("fields.callLimit")}
        help={t("fields.callLimitHelp")}
        min={0}
        max={1_000_000}
      />
      <TextField path="caller_id" label={t("fields.callerId")} help={t("fields.callerIdHelp")} />
    </>
  );
}
