/** The way of a call, drawn as a path: each step a stop, with what was tried there and why it did not fit. */
import { Anchor, List, Text, Timeline } from "@mantine/core";
import { IconArrowDown, IconFlag, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import {
  type RouteStep,
  type RouteTrace,
  sayPattern,
  sayRejection,
  sayStep,
  type Turn,
  turnOf,
} from "./step-words";

const LOOKS: Record<Turn, { icon: typeof IconX; colour: string }> = {
  on: { icon: IconArrowDown, colour: "petrol" },
  dead: { icon: IconX, colour: "gray" },
  end: { icon: IconFlag, colour: "teal" },
};

export function TracePath({ trace }: { trace: RouteTrace }) {
  const { t } = useTranslation("route");
  const omitted = trace.omitted ?? 0;
  return (
    <>
      <Timeline active={trace.steps.length} bulletSize={26} lineWidth={2} role="list" aria-label={t("path")}>
        {trace.steps.map((step, index) => {
          const { icon: Icon, colour } = LOOKS[turnOf(step)];
          return (
            <Timeline.Item
              // A step has no name of its own but its place on the way.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              key={index}
              role="listitem"
              color={colour}
              bullet={<Icon size={14} aria-hidden />}
              title={
                <Text size="sm" fw={500}>
                  {sayStep(t, step)}
                </Text>
              }
            >
              {step.step === "searched" && <Tried step={step} />}
            </Timeline.Item>
          );
        })}
      </Timeline>
      {omitted > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {t("steps.omitted", { count: omitted })}
        </Text>
      )}
    </>
  );
}

/** What a context offered that did not fit. */
function Tried({ step }: { step: Extract<RouteStep, { step: "searched" }> }) {
  const { t } = useTranslation("route");
  const named = step.named ?? [];
  const lines = [
    ...(named.length > 0 && step.matched == null ? [t("tried.named", { numbers: named.join(", ") })] : []),
    ...(named.length === 0 && step.numbers > 0 && step.matched == null
      ? [t("tried.numbers", { count: step.numbers })]
      : []),
    ...step.rejected.map(({ pattern, reason }) =>
      t("tried.pattern", { pattern: sayPattern(pattern), reason: sayRejection(t, reason) }),
    ),
    ...(step.others > 0 ? [t("tried.others", { count: step.others })] : []),
  ];
  if (lines.length === 0) return null;
  return (
    <details open={lines.length <= 4}>
      <Anchor component="summary" size="xs" c="dimmed">
        {t("tried.title")}
      </Anchor>
      <List size="xs" c="dimmed">
        {lines.map(line => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </details>
  );
}
