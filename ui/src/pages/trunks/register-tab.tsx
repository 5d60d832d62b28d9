/** The tab Register of a trunk: our registration at the other side. */
import { useTranslation } from "react-i18next";
import { useDraftHere } from "@/form/draft";
import { CheckField, NumberField, SelectField, TextField } from "@/form/fields";
import { PasswordField } from "@/form/password-field";
import { at, isWithin } from "@/form/path";
import { TRANSPORTS } from "./calls-tabs";
import { useReveal } from "./reveal";

export function RegisterTab({ id }: { id: number | undefined }) {
  const { t } = useTranslation("trunks");
  const draft = useDraftHere();
  const isOn = at(draft.values, "register.enabled") === true;
  // What is wrong must be seen, ticked or not.
  const isShown = isOn || draft.errors.some(error => isWithin(error.field, "register"));
  return (
    <>
      <CheckField path="register.enabled" label={t("fields.register")} help={t("fields.registerHelp")} />
      {isShown && <RegisterFields id={id} />}
    </>
  );
}

function RegisterFields({ id }: { id: number | undefined }) {
  const { t } = useTranslation("trunks");
  const reveal = useReveal(id, "register_password");
  return (
    <>
      <SelectField
        path="register.transport"
        label={t("fields.registerTransport")}
        help={t("fields.registerTransportHelp")}
        choices={TRANSPORTS.map(value => ({ value, label: t(`transports.${value}`) }))}
        clearable
      />
      <TextField
        path="register.username"
        label={t("fields.registerUsername")}
        help={t("fields.registerUsernameHelp")}
      />
      <PasswordField
        path="register.password"
        label={t("fields.registerPassword")}
        help={t("fields.registerPasswordHelp")}
        reveal={reveal}
        isTheirs
      />
      <TextField
        path="register.remote_server"
        label={t("fields.remoteServer")}
        help={t("fields.remoteServerHelp")}
      />
      <NumberField
        path="register.expiry"
        label={t("fields.expiry")}
        help={t("fields.expiryHelp")}
        min={10}
        max={86_400}
      />
      <TextField path="register.contact" label={t("fields.contact")} help={t("fields.contactHelp")} />
    </>
  );
}
