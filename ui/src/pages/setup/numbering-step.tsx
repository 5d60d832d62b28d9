/** The fourth step: which numbers the users have, and which ones the outside dials. */
import { Fieldset, SimpleGrid, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/api/problem";
import { type Draft, DraftProvider, useDraft } from "@/form/draft";
import { NumberField, TextField } from "@/form/fields";
import { Failure } from "@/frame/failure";
import { type Numbering, saveNumbering, useNumbering } from "./api";
import { roomOf } from "./rows";
import { StepFailure, StepFrame } from "./step-frame";
import { reach } from "./steps";

interface NumberingStepProps {
  back: () => void;
  next: () => void;
}

export function NumberingStep(props: NumberingStepProps) {
  const { t } = useTranslation("setup");
  const numbering = useNumbering();
  if (numbering.error) {
    const retry = () => void numbering.refetch();
    return <StepFailure title={t("numbering.title")} error={numbering.error} retry={retry} />;
  }
  return numbering.data ? <Fields {...props} stored={numbering.data} /> : null;
}

function Fields({ stored, back, next }: NumberingStepProps & { stored: Numbering }) {
  const { t } = useTranslation("setup");
  const draft = useDraft<Numbering>(stored);
  const [isBusy, setBusy] = useState(false);
  const [refusal, refuse] = useState<unknown>(null);
  const save = async () => {
    setBusy(true);
    refuse(null);
    try {
      await saveNumbering(draft.values);
      await reach("users");
      return next();
    } catch (error) {
      const errors = error instanceof Refused ? error.problem.errors : [];
      if (errors.length > 0) draft.refuse(errors);
      else refuse(error);
    }
    setBusy(false);
  };
  const { start, end } = draft.values;
  const room = roomOf(start, end);
  return (
    <DraftProvider draft={draft as unknown as Draft<never>}>
      <StepFrame
        title={t("numbering.title")}
        lead={t("numbering.lead")}
        back={back}
        next={() => void save()}
        isBusy={isBusy}
        canGoOn={start !== ""}
      >
        {refusal != null && <Failure error={refusal} />}
        <Fieldset legend={t("numbering.internal")}>
          <Text size="sm" c="dimmed" mb="sm">
            {t("numbering.internalHelp")}
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextField path="start" label={t("numbering.from")} help={t("numbering.fromHelp")} required />
            <TextField path="end" label={t("numbering.to")} help={t("numbering.toHelp")} required />
          </SimpleGrid>
          <Text size="sm" mt="xs" aria-live="polite">
            {room > 0 && t("numbering.holds", { count: room })}
          </Text>
        </Fieldset>
        <Fieldset legend={t("numbering.incoming")}>
          <Text size="sm" c="dimmed" mb="sm">
            {t("numbering.incomingHelp")}
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextField path="inStart" label={t("numbering.inFrom")} />
            <TextField path="inEnd" label={t("numbering.inTo")} />
            <NumberField
              path="didLength"
              label={t("numbering.didLength")}
              help={t("numbering.didLengthHelp")}
              min={1}
              max={16}
            />
          </SimpleGrid>
        </Fieldset>
      </StepFrame>
    </DraftProvider>
  );
}
