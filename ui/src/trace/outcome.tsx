/** What a call comes to: through or nowhere, in a sentence, and the way to it. */
import { Alert, Paper, Title } from "@mantine/core";
import { IconArrowBounce, IconCheck } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { READABLE } from "@/frame/failure";
import { TracePath } from "./path";
import { type RouteTrace, sayNoRoute } from "./step-words";

export function Outcome({ answer }: { answer: Schemas["Explanation"] }) {
  const { t } = useTranslation("route");
  return (
    <div>
      <Alert
        color={answer.routed ? "teal" : "orange"}
        icon={answer.routed ? <IconCheck aria-hidden /> : <IconArrowBounce aria-hidden />}
        title={t(answer.routed ? "routed" : "notRouted")}
        styles={READABLE}
        mb="md"
      >
        {sayDecision(t, answer.decision, answer.trace)}
      </Alert>
      <Paper withBorder p="md" component="section" aria-labelledby="way">
        <Title order={2} size="h4" id="way" mb="md">
          {t("path")}
        </Title>
        <TracePath trace={answer.trace} />
      </Paper>
    </div>
  );
}

/** Says where the call goes. Names come from the way: a decision holds identities, which nobody reads. */
function sayDecision(t: TFunction<"route">, decision: Schemas["RouteDecision"], trace: RouteTrace): string {
  if ("no_route" in decision) return sayNoRoute(t, decision.no_route);
  if ("hangup" in decision) return t("goes.hangup", { cause: t(`causes.${decision.hangup}`) });
  if ("play" in decision) {
    const { play } = decision;
    return typeof play === "string" ? t(`goes.${play}`) : t("goes.announcement", { name: play.announcement });
  }
  const last = trace.steps.at(-1);
  if ("trunks" in decision) {
    const step = trace.steps.findLast(one => one.step === "outgoing");
    const trunks = step?.step === "outgoing" ? step.trunks.join(", ") : "";
    return t("goes.trunk", { trunks, number: decision.trunks.number });
  }
  const step = trace.steps.findLast(one => one.step === "user") ?? last;
  return t("goes.user", { user: step?.step === "user" ? step.user : "" });
}
