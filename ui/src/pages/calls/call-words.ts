/** Calls in the reader's words: who, in what state, and what became of them. */
import type { TFunction } from "i18next";
import type { Schemas } from "@/api/client";

type Words = TFunction<"calls">;
type Party = Schemas["Party"];

/** Answers that have a sentence of their own. */
const EXPLAINED = [401, 403, 404, 408, 480, 486, 487, 488, 500, 503, 603] as const;

/** Names a side of a call: who it is, and the number. */
export function sayParty(party: Party): string {
  const name = party.name || party.line_name || party.trunk_name;
  if (name && party.number && name !== party.number) return `${name} (${party.number})`;
  return name || party.number || "–";
}

/** Says what became of a call. */
export function sayOutcome(t: Words, status: Schemas["CallStatus"]): string {
  switch (status) {
    case "in_progress":
      return t("outcomes.inProgress");
    case "no_answer":
      return t("outcomes.noAnswer");
    default:
      return t(`outcomes.${status}`);
  }
}

/** Says why: who hung up, or what the answer means. */
export function sayWhy(t: Words, outcome: Schemas["Outcome"]): string {
  const { status, hangup_by: by, sip_code: code, reason } = outcome;
  if (status === "in_progress") return "";
  if (status === "answered") return by ? t(`why.by.${by}`) : "";
  const known = EXPLAINED.find(one => one === code);
  const answer = code > 0 ? t("why.code", { code, reason }) : reason;
  return known ? `${t(`why.c${known}`)} ${answer}` : answer;
}

/** The state of a live call: Asterisk's words for its legs, in ours. */
export function stateOf(call: Schemas["CallRow"]): "talking" | "ringing" | "dialling" {
  if (call.answered_ms != null) return "talking";
  return call.legs.length > 1 ? "ringing" : "dialling";
}

/** The score of the worse leg; none where nothing was measured yet. */
export function worstMos(call: Schemas["CallRow"]): number | null {
  const scores = call.legs.flatMap(leg => (leg.media?.mos == null ? [] : [leg.media.mos]));
  return scores.length > 0 ? Math.min(...scores) : null;
}
