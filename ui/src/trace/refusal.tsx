/** Why a question could not be answered: what is wrong with it, or with the edits that came with it. */
import { Alert, List } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Refused } from "@/api/problem";
import { useProblemWords } from "@/form/words";
import { Failure, READABLE } from "@/frame/failure";

export function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation("route");
  const words = useProblemWords();
  if (!(error instanceof Refused) || error.problem.errors.length === 0) return <Failure error={error} />;
  return (
    <Alert role="alert" color="red" variant="light" title={t("notYet")} styles={READABLE}>
      <List size="sm">
        {error.problem.errors.map(one => (
          <List.Item key={one.field + one.message}>
            {bareField(one.field)}: {words(one)}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** A field as it is called in its form: without the edit that it came in. */
function bareField(field: string): string {
  return field.replace(/^edits\[\d+\]\.(draft\.)?/, "");
}
