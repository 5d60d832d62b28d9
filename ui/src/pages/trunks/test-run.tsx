/** Tests a trunk as it is saved, with a call where a number is named, and shows what came of each step. */
import {
  Anchor,
  Box,
  Button,
  Group,
  List,
  Loader,
  Paper,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconPlugConnected } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { API, send } from "@/api/nouns";
import { type ProblemField, Refused } from "@/api/problem";
import { readAgain } from "@/api/queries";
import { useMay } from "@/api/session";
import { useProblemWords } from "@/form/words";
import { noticeFailed } from "@/frame/notices";
import { useSay } from "@/frame/say";
import { useTestNumber } from "./test-number";
import { type TestStep, type TrunkTest, useTestWords } from "./test-words";

const STEPS = ["resolve", "options", "register", "call"] as const;

const OUTCOMES = {
  passed: { color: "var(--strowger-ok)", icon: IconCircleCheck },
  failed: { color: "var(--strowger-bad)", icon: IconAlertTriangle },
  skipped: { color: "var(--mantine-color-dimmed)", icon: IconCircleMinus },
};

/** The test of a trunk: not begun, running, or over. */
export function useTest(id: number | undefined) {
  const say = useSay();
  const [number, setNumber] = useTestNumber(id);
  const call = number.trim();
  const run = useMutation({
    mutationFn: () =>
      send<TrunkTest>("POST", `${API}/trunks/${id}/test`, { call: call || null }).then(acted => acted.answer),
    onError: error => {
      if (!wrongNumber(error)) noticeFailed(say(error));
    },
    onSettled: () => readAgain(`${API}/status`),
  });
  return { run, number, setNumber, hasCall: call !== "" };
}

/** What is wrong with the number, where a test was refused for that. */
function wrongNumber(error: unknown): ProblemField | undefined {
  return error instanceof Refused ? error.problem.errors.find(one => one.field === "call") : undefined;
}

type Test = ReturnType<typeof useTest>;

export function TestButton({ test }: { test: Test }) {
  const { t } = useTranslation("frame");
  const mayOperate = useMay("operate");
  if (!mayOperate) return null;
  return (
    <Button
      variant="default"
      loading={test.run.isPending}
      leftSection={<IconPlugConnected size={18} aria-hidden />}
      onClick={() => test.run.mutate()}
    >
      {t("actions.test")}
    </Button>
  );
}

/** The number of the test's call, and what came of the last test. */
export function TestPanel({ test, isChanged }: { test: Test; isChanged: boolean }) {
  const { t } = useTranslation("trunks");
  const mayOperate = useMay("operate");
  if (!mayOperate) return null;
  const { isPending, data } = test.run;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="trunk-test">
      <Stack gap="xs">
        <Title order={2} size="h5" id="trunk-test">
          {t("test.title")}
        </Title>
        <NumberField test={test} />
        {isChanged && (isPending || data) && (
          <Text size="sm" c="dimmed">
            {t("test.saved")}
          </Text>
        )}
        <Box role="status" mt={isPending || data ? "xs" : "-xs"}>
          {isPending ? <Running hasCall={test.hasCall} /> : data && <Report test={data} />}
        </Box>
      </Stack>
    </Paper>
  );
}

function NumberField({ test }: { test: Test }) {
  const { t } = useTranslation("trunks");
  const words = useProblemWords();
  const wrong = wrongNumber(test.run.error);
  return (
    <TextInput
      label={t("test.number")}
      description={t("test.numberHelp")}
      value={test.number}
      onChange={event => test.setNumber(event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key !== "Enter") return;
        // It is the test that is meant here, and not the form round it.
        event.preventDefault();
        if (!test.run.isPending) test.run.mutate();
      }}
      error={wrong && words(wrong)}
      inputMode="tel"
      autoComplete="off"
    />
  );
}

function Running({ hasCall }: { hasCall: boolean }) {
  const { t } = useTranslation("trunks");
  return (
    <>
      <Text size="sm">{t(hasCall ? "test.runningCall" : "test.running")}</Text>
      <List listStyleType="none" spacing={4} mt="xs">
        {STEPS.filter(step => hasCall || step !== "call").map(step => (
          <List.Item key={step}>
            <Group gap="xs" wrap="nowrap">
              <Loader size={16} aria-hidden />
              <Text size="sm">{t(`test.steps.${step}`)}</Text>
            </Group>
          </List.Item>
        ))}
      </List>
    </>
  );
}

function Report({ test }: { test: TrunkTest }) {
  const { t } = useTranslation("trunks");
  return (
    <>
      <Text size="sm" fw={600}>
        {t(test.passed ? "test.passed" : "test.failed")}
      </Text>
      <List listStyleType="none" spacing="xs" mt="xs">
        {test.steps.map(step => (
          <Step key={step.step} step={step} />
        ))}
      </List>
      {test.call && (
        <Anchor
          component={Link}
          to={`/calls/${test.call}`}
          size="sm"
          underline="always"
          mt="xs"
          display="block"
        >
          {t("test.look")}
        </Anchor>
      )}
    </>
  );
}

function Step({ step }: { step: TestStep }) {
  const { t } = useTranslation("trunks");
  const words = useTestWords();
  const { color, icon: Icon } = OUTCOMES[step.outcome];
  const remedy = words.remedy(step);
  return (
    <List.Item data-step={step.step} data-outcome={step.outcome}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Box c={color} mt={1} style={{ flexShrink: 0 }}>
          <Icon size={18} role="img" aria-label={t(`test.outcomes.${step.outcome}`)} />
        </Box>
        <div>
          <Text size="sm" fw={600}>
            {t(`test.steps.${step.step}`)}
          </Text>
          <Text size="sm">{words.sentence(step)}</Text>
          {remedy && (
            <Text size="sm" c="dimmed">
              {remedy}
            </Text>
          )}
        </div>
      </Group>
    </List.Item>
  );
}
