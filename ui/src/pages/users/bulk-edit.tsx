/** What can be changed for many users at once. */
import { useTranslation } from "react-i18next";
import { NumberField } from "@/form/fields";
import { BulkEdit } from "@/list/bulk-edit";
import { CALLS_DEFAULT, OutgoingField, RING_DEFAULT } from "./fields";

export function UsersBulkEdit({ ids, clear }: { ids: string[]; clear: () => void }) {
  const { t } = useTranslation("users");
  return (
    <BulkEdit
      noun="users"
      ids={ids}
      clear={clear}
      fields={[
        {
          path: "ring_seconds",
          label: t("fields.ring"),
          fresh: RING_DEFAULT,
          field: (
            <NumberField path="ring_seconds" label={t("fields.ring")} help={t("fields.ringHelp")} min={0} />
          ),
        },
        {
          path: "outgoing_caller_id",
          label: t("fields.outgoing"),
          fresh: "default",
          field: <OutgoingField />,
        },
        {
          path: "simultaneous_calls",
          label: t("fields.calls"),
          fresh: CALLS_DEFAULT,
          field: (
            <NumberField
              path="simultaneous_calls"
              label={t("fields.calls")}
              help={t("fields.callsHelp")}
              min={1}
              max={20}
            />
          ),
        },
      ]}
    />
  );
}
