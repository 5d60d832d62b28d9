/** What can be done with several incoming calls at once. */
import { useTranslation } from "react-i18next";
import { DestinationField } from "@/form/destination-field";
import { RefField } from "@/form/ref-field";
import { BulkDelete } from "@/list/bulk";
import { BulkEdit } from "@/list/bulk-edit";

interface BulkProps {
  ids: string[];
  clear: () => void;
}

export function IncomingBulk({ ids, clear }: BulkProps) {
  const { t } = useTranslation("incoming");
  return (
    <>
      <BulkEdit
        noun="incoming-calls"
        ids={ids}
        clear={clear}
        fields={[
          {
            path: "context",
            label: t("fields.context"),
            field: (
              <RefField
                noun="contexts"
                path="context"
                label={t("fields.context")}
                only={row => "kind" in row && row.kind === "incall"}
              />
            ),
          },
          {
            path: "destination",
            label: t("columns.destination"),
            field: <DestinationField path="destination" />,
          },
        ]}
      />
      <BulkDelete noun="incoming-calls" ids={ids} clear={clear} />
    </>
  );
}
