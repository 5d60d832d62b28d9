/** The box in which a number is tried with what a form holds, before it is saved. */
import { Paper, Stack, Text, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type UnsavedEdit, useExplanation } from "./explain";
import { Outcome } from "./outcome";
import { type Asked, Question } from "./question";
import { Refusal } from "./refusal";

/** How long a pause in typing asks again. */
const PAUSE_MS = 400;

export interface TryNumberProps {
  edits: UnsavedEdit[];
  /** Who calls, unless somebody chooses another. */
  first: Partial<Asked>;
}

export function TryNumberBox({ edits, first }: TryNumberProps) {
  const { t } = useTranslation("route");
  const [asked, ask] = useState<Asked | null>(null);
  const [settled] = useDebouncedValue(edits, PAUSE_MS);
  const { data, error } = useExplanation(asked, settled);
  return (
    <Paper withBorder p={{ base: "sm", sm: "lg" }} component="section" aria-labelledby="try">
      <Stack gap="md">
        <div>
          <Title order={2} size="h4" id="try">
            {t("before")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("beforeLead")}
          </Text>
        </div>
        <Question first={{ kind: "context", who: "", number: "", caller: "", ...first }} ask={ask} />
        {error ? <Refusal error={error} /> : data && <Outcome answer={data} />}
      </Stack>
    </Paper>
  );
}
