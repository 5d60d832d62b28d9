/** What can be done with several trunks at once. */
import { useTranslation } from "react-i18next";
import { CodecsField } from "@/form/codecs-field";
import { NumberField, SwitchField } from "@/form/fields";
import { RefField } from "@/form/ref-field";
import { BulkDelete } from "@/list/bulk";
import { BulkEdit } from "@/list/bulk-edit";
import { MonitoringField } from "./calls-tabs";

interface BulkProps {
  ids: string[];
  clear: () => void;
}

export function TrunksBulk({ ids, clear }: BulkProps) {
  const { t } = useTranslation(["trunks", "form"]);
  const codecs = t("form:codecs.enabled");
  return (
    <>
      <BulkEdit
        noun="trunks"
        ids={ids}
        clear={clear}
        fields={[
          {
            path: "context",
            label: t("fields.context"),
            field: <RefField noun="contexts" path="context" label={t("fields.context")} />,
          },
          {
            path: "enabled",
            label: t("fields.enabled"),
            field: <SwitchField path="enabled" label={t("fields.enabled")} help={t("fields.enabledHelp")} />,
            fresh: true,
          },
          {
            path: "monitoring",
            label: t("fields.monitoring"),
            field: <MonitoringField />,
            fresh: "yes",
          },
          {
            path: "call_limit",
            label: t("fields.callLimit"),
            field: (
              <NumberField
                path="call_limit"
                label={t("fields.callLimit")}
                help={t("fields.callLimitHelp")}
                min={0}
              />
            ),
            fresh: 0,
          },
          {
            path: "codecs",
            label: codecs,
            field: <CodecsField path="codecs" label={codecs} help={t("fields.codecsHelp")} inherits />,
            fresh: [],
          },
          {
            path: "transit",
            label: t("fields.transit"),
            field: <SwitchField path="transit" label={t("fields.transit")} help={t("fields.transitHelp")} />,
            fresh: false,
          },
        ]}
      />
      <BulkDelete noun="trunks" ids={ids} clear={clear} />
    </>
  );
}
