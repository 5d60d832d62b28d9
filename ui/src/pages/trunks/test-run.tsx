/** Tests a trunk as it is saved, and shows what came of each step. */
import { Box, Button, Group, List, Loader, Paper, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconPlugConnected } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { API, send } from "@/api/nouns";
import { readAgain } from "@/api/queries";
import { useMay } from "@/api/session";
import { noticeFailed } from "@/frame/notices";
import { useSay } from "@/frame/say";
import { type TestStep, type TrunkTest, useTestWords } from "./test-words";

const STEPS = ["resolve", "options", "register"] as const;

const OUTCOMES = {
  passed: { color: "var(--strowger-ok)", icon: IconCircleCheck },
  failed: { color: "var(--strowger-bad)", icon: IconAlertTriangle },
  skipped: { color: "var(--mantine-color-dimmed)", icon: IconCircleMinus },
};

/** The test of a trunk: not begun, running, or over. */
export function useTest(id: number | undefined) {
  const say = useSay();
  return useMutation({
    mutationFn: () => send<TrunkTest>("POST", `${API}/trunks/${id}/test`).then(acted => acted.answer),
    onError: error => noticeFailed(say(error)),
    onSettled: () => readAgain(`${API}/status`),
  });
}

type Test = ReturnType<typeof useTest>;

export function TestButton({ test }: { test: Test }) {
  const { t } = useTranslation("frame");
  const mayOperate = useMay("operate");
  if (!mayOperate) return null;
  return (
    <Button
      variant="default"
      loading={test.isPending}
      leftSection={<IconPlugConnected size={18} aria-hidden />}
      onClick={() => test.mutate()}
    >
      {t("actions.test")}
    </Button>
  );
}

export function TestReport({ test, isChanged }: { test: Test; isChanged: boolean }) {
  const { t } = useTranslation("trunks");
  if (!test.isPending && !test.data) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="trunk-test">
      <Title order={2} size="h5" id="trunk-test">
        {t("test.title")}
      </Title>
      {isChanged && (
        <Text size="sm" c="dimmed">
          {t("test.saved")}
        </Text>
      )}
      <Box role="status" mt="xs">
        {test.isPending ? <Running /> : test.data && <Report test={test.data} />}
      </Box>
    </Paper>
  );
}

function Running() {
  const { t } = useTranslation("trunks");
  return (
    <>
      <Text size="sm">{t("test.running")}</Text>
      <List listStyleType="none" spacing={4} mt="xs">
        {STEPS.map(step => (
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
