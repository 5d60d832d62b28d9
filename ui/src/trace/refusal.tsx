/** Why a question could not be answered: what is wrong with it, or with the edits that came with it. */
import { Alert, List } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Refused } from "@/api/problem";
import { useProblemWords } from "@/form/words";
import { Failure, READABLE } from "@/frame/failure";

export function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation("frame");
  const words = useProblemWords();
  if (!(error instanceof Refused) || error.problem.errors.length === 0) return <Failure error={error} />;
  return (
    <Alert role="alert" color="red" variant="light" title={t("errors.title")} styles={READABLE}>
      <List size="sm">
        {error.problem.errors.map(one => (
          <List.Item key={one.field + one.message}>
            {one.field}: {words(one)}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
