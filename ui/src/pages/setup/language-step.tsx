/** The first step: the language. It changes at once, so that everything after it is read with ease. */
import { Radio, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LANGUAGES, type Language, setLanguage } from "@/i18n";
import { StepFrame } from "./step-frame";

export function LanguageStep({ next }: { next: () => void }) {
  const { t, i18n } = useTranslation(["setup", "frame"]);
  return (
    <StepFrame title={t("language.title")} lead={t("language.lead")} next={next}>
      <Radio.Group
        label={t("frame:account.language")}
        value={i18n.language}
        onChange={value => void setLanguage(value as Language)}
      >
        <Stack gap="sm" mt="xs">
          {LANGUAGES.map(value => (
            <Radio key={value} value={value} lang={value} size="md" label={t(`frame:languages.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </StepFrame>
  );
}
