/** The frame of the first run: where one is, the language, and the way out. */
import {
  Anchor,
  Box,
  Button,
  Container,
  Group,
  Paper,
  Progress,
  SegmentedControl,
  Stepper,
  Text,
} from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useMe } from "@/api/session";
import { LANGUAGES, type Language, setLanguage } from "@/i18n";
import { placeOf, STEPS, type StepName } from "./steps";

interface WizardProps {
  step: StepName;
  /** How far it has come: what lies before can be gone back to. */
  reached: StepName;
  go: (step: StepName) => void;
  children: ReactNode;
}

export function Wizard({ step, reached, go, children }: WizardProps) {
  const { t, i18n } = useTranslation(["setup", "frame"]);
  const me = useMe();
  const place = placeOf(step);
  const speak = async (language: Language) => {
    await setLanguage(language);
    if (me) await api.PATCH("/api/v1/session", { body: { language } }).catch(() => undefined);
  };
  return (
    <Box>
      <Container component="header" size="md" py="sm">
        <Group justify="space-between">
          <Group gap="xs" wrap="nowrap">
            <img src="/icon.svg" width={28} height={28} alt="" />
            <Text fw={700} size="lg">
              {t("frame:app.name")}
            </Text>
          </Group>
          <Group gap="sm">
            <SegmentedControl
              size="xs"
              aria-label={t("frame:account.language")}
              data={LANGUAGES.map(value => ({ value, label: t(`frame:languages.${value}`) }))}
              value={i18n.language}
              onChange={value => void speak(value as Language)}
            />
            {me && step !== "done" && <Leave />}
          </Group>
        </Group>
      </Container>
      <Container component="main" size="md" pb="xl">
        {step !== "done" && <Where place={place} reached={placeOf(reached)} go={go} />}
        <Paper withBorder p={{ base: "md", sm: "xl" }} mt="lg">
          {children}
        </Paper>
        {me && step === "done" && (
          <Group justify="flex-end" mt="lg">
            <Button component={Link} to="/">
              {t("toDashboard")}
            </Button>
          </Group>
        )}
      </Container>
    </Box>
  );
}

interface WhereProps {
  place: number;
  reached: number;
  go: (step: StepName) => void;
}

function Where({ place, reached, go }: WhereProps) {
  const { t } = useTranslation("setup");
  const name = STEPS[place];
  // The first two are done once: there is one first administrator.
  const canGo = (index: number) =>
    index <= reached && index !== place && (place < 2 ? index < 2 : index >= 2);
  return (
    <>
      <Box hiddenFrom="sm">
        <Text size="sm" mb={6}>
          {t("where", { place: place + 1, count: STEPS.length, name: name ? t(`steps.${name}`) : "" })}
        </Text>
        <Progress value={((place + 1) / STEPS.length) * 100} aria-hidden />
      </Box>
      <Stepper
        visibleFrom="sm"
        active={place}
        size="sm"
        onStepClick={index => {
          const step = STEPS[index];
          if (step && canGo(index)) go(step);
        }}
      >
        {STEPS.map((step, index) => (
          <Stepper.Step
            key={step}
            label={t(`steps.${step}`)}
            allowStepSelect={canGo(index)}
            aria-current={index === place ? "step" : undefined}
          />
        ))}
      </Stepper>
    </>
  );
}

/** Two ways out: to come back, or never to be asked again. */
function Leave() {
  const { t } = useTranslation("setup");
  const navigate = useNavigate();
  const never = async () => {
    await api.PUT("/api/v1/setup/step", { body: { step: "done" } }).catch(() => undefined);
    await navigate({ to: "/" });
  };
  return (
    <Group gap="sm">
      <Anchor component={Link} to="/" size="sm" title={t("laterHint")}>
        {t("later")}
      </Anchor>
      <Anchor component="button" type="button" size="sm" title={t("neverHint")} onClick={() => void never()}>
        {t("never")}
      </Anchor>
    </Group>
  );
}
