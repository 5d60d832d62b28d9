/** What can be done with several outgoing calls at once. */
import { useTranslation } from "react-i18next";
import { NumberField } from "@/form/fields";
import { RefField, RefsField } from "@/form/ref-field";
import { BulkDelete } from "@/list/bulk";
import { BulkEdit } from "@/list/bulk-edit";

interface BulkProps {
  ids: string[];
  clear: () => void;
}

export function OutgoingBulk({ ids, clear }: BulkProps) {
  const { t } = useTranslation("outgoing");
  return (
    <>
      <BulkEdit
        noun="outgoing-calls"
        ids={ids}
        clear={clear}
        fields={[
          {
            path: "trunks",
            label: t("fields.trunks"),
            field: <RefsField noun="trunks" path="trunks" label={t("fields.trunks")} />,
            fresh: [],
          },
          {
            path: "context",
            label: t("fields.context"),
            field: (
              <RefField
                noun="contexts"
                path="context"
                label={t("fields.context")}
                only={row => "kind" in row && row.kind === "outcall"}
              />
            ),
          },
          {
            path: "ring_time",
            label: t("fields.ring"),
            field: (
              <NumberField path="ring_time" label={t("fields.ring")} help={t("fields.ringHelp")} min={0} />
            ),
            fresh: 0,
          },
        ]}
      />
      <BulkDelete noun="outgoing-calls" ids={ids} clear={clear} />
    </>
  );
}
