/** Calls in the reader's words: who, in what state, and what became of them. */

import type { TFunction } from "i18next";
import type { Schemas } from "@/api/client";
import { isolated } from "@/i18n/isolate";

type Words = TFunction<"calls">;
type Party = Schemas["Party"];

/** Answers of the other side that have a sentence of their own. */
const EXPLAINED = [
  400, 401, 403, 404, 407, 408, 410, 415, 420, 422, 480, 481, 482, 483, 484, 486, 487, 488, 491, 500, 501,
  502, 503, 504, 600, 603, 604, 606,
] as const;

/** Answers that this exchange gives by itself. */
const OWN = [403, 404, 408, 480, 482, 483, 484, 486, 488, 503] as const;

/** A channel as Asterisk names it: technology, who, a number that makes it unique. */
const CHANNEL = /^[^/]*\/(.+)-[0-9a-f]+$/;

/** Names a side of a call: who it is, and the number. */
export function sayParty(party: Party): string {
  return withNumber(party.name || party.line_name || party.trunk_name, party.number);
}

function withNumber(name: string, number: string): string {
  if (name && number && name !== number) return `${isolated(name)} (${number})`;
  return name || number || "–";
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
  if (by === "exchange") return sayOwn(t, status, code);
  const known = EXPLAINED.find(one => one === code);
  const answer = code > 0 ? t("why.code", { answer: `${code} ${reason}`.trim() }) : reason;
  return known ? `${t(`why.c${known}`)} ${answer}` : answer;
}

/** Why this exchange refused by itself. Its reason is a sentence in English, so its code speaks. */
function sayOwn(t: Words, status: Schemas["CallStatus"], code: number): string {
  // It says 480 both where no phone was there and where one rang in vain.
  if (status === "no_answer" && code === 480) return `${t("why.ownNoAnswer")} ${t("why.ownCode", { code })}`;
  const known = OWN.find(one => one === code);
  return `${t(known ? `why.own${known}` : "why.by.exchange")} ${t("why.ownCode", { code })}`;
}

/** The two sides of a live call: who, as its channel says, and the number that the leg across shows. */
export function sidesOf(call: Schemas["CallRow"]): { caller: string; callee: string } {
  const [own, ...across] = call.legs;
  const caller = { name: own ? nameOfChannel(own.channel) : "", number: across[0]?.number ?? "" };
  // Where nobody is across, the caller hears something of ours: its name stands where the number would.
  const app = own && own.number !== call.dialled ? own.number : "";
  const callee = [...new Set(across.map(leg => nameOfChannel(leg.channel)))].join(", ");
  return { caller: withNumber(caller.name, caller.number), callee: callee || app || "–" };
}

function nameOfChannel(channel: string): string {
  return CHANNEL.exec(channel)?.[1] ?? channel;
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
