/** Whether the audio of a line or trunk is encrypted. */
import { useTranslation } from "react-i18next";
import { SelectField } from "./fields";

const CHOICES = ["off", "offered", "required"] as const;

export function EncryptionField({ prefix }: { prefix: string }) {
  const { t } = useTranslation("form");
  return (
    <SelectField
      path={`${prefix}media_encryption`}
      label={t("encryption.field")}
      help={t("encryption.help")}
      choices={CHOICES.map(value => ({ value, label: t(`encryption.choices.${value}`) }))}
      fallback="offered"
    />
  );
}
