/** Try a number: where a call would go, and why. The question is in the address, so that it can be linked to. */
import { Paper, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "@/frame/page";
import { type ListParams, useListParams } from "@/list/params";
import { useExplanation } from "@/trace/explain";
import { Outcome } from "@/trace/outcome";
import { type Asked, CALLERS, Question } from "@/trace/question";
import { Refusal } from "@/trace/refusal";

export function RoutePage() {
  const { t } = useTranslation("route");
  const [params, change] = useListParams();
  const asked = askedIn(params);
  const isWhole = asked.who !== "" && asked.number !== "";
  const { data, error } = useExplanation(isWhole ? asked : null);
  const ask = (next: Asked) =>
    change({
      context: undefined,
      line: undefined,
      trunk: undefined,
      [next.kind]: next.who,
      number: next.number,
      caller: next.caller || undefined,
    });
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Paper withBorder p={{ base: "sm", sm: "lg" }}>
        <Question first={asked} ask={ask} />
      </Paper>
      {!isWhole && <Text c="dimmed">{t("empty")}</Text>}
      {isWhole && (error ? <Refusal error={error} /> : data && <Outcome answer={data} />)}
    </Page>
  );
}

/** The context that most callers are in. */
const USUAL = "default";

/** Reads the question out of an address. */
export function askedIn(params: ListParams): Asked {
  const text = (key: string) => (params[key] === undefined ? "" : String(params[key]));
  const kind = CALLERS.find(one => text(one) !== "") ?? "context";
  return {
    kind,
    who: text(kind) || (kind === "context" ? USUAL : ""),
    number: text("number"),
    caller: text("caller"),
  };
}
