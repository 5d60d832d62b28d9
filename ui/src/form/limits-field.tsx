/** Which set of limits the calls of a line or trunk keep: the usual one, none, or one that the page of limits has. */
import { useTranslation } from "react-i18next";
import { useSettings } from "@/pages/sip-settings/settings";
import { useField } from "./draft";
import { SelectField } from "./fields";

export function LimitsField({ path }: { path: string }) {
  const { t } = useTranslation("form");
  const limits = useSettings().data?.limit ?? [];
  const chosen = useField<string>(path).value;
  const own = limits.map(limit => limit.set ?? "default").concat(chosen ?? "default");
  const sets = [...new Set(own)].filter(set => set !== "default" && set !== "none");
  return (
    <SelectField
      path={path}
      label={t("limits.label")}
      help={t("limits.help")}
      choices={[
        { value: "default", label: t("limits.default") },
        { value: "none", label: t("limits.none") },
        ...sets.map(value => ({ value, label: value })),
      ]}
      fallback="default"
    />
  );
}
