/** The emergency numbers, with what they need to be reached. */
import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Refused } from "@/api/problem";
import { useProblemWords } from "@/form/words";

interface EmergencyFieldProps {
  value: string;
  set: (value: string) => void;
  /** What the exchange said, perhaps about these. */
  refusal: unknown;
}

export function EmergencyField({ value, set, refusal }: EmergencyFieldProps) {
  const { t } = useTranslation("setup");
  const words = useProblemWords();
  const errors = refusal instanceof Refused ? refusal.problem.errors : [];
  const wrong = errors.find(error => error.field.startsWith("emergency_numbers"));
  return (
    <TextInput
      label={t("users.emergency")}
      description={t("users.emergencyHelp")}
      inputMode="tel"
      autoComplete="off"
      value={value}
      error={wrong && words(wrong)}
      onChange={event => set(event.currentTarget.value)}
    />
  );
}
