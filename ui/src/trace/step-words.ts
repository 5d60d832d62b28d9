/** The steps of a route in the reader's words. */
import type { TFunction } from "i18next";
import type { Schemas } from "@/api/client";

export type RouteStep = Schemas["RouteStep"];
export type RouteTrace = Schemas["RouteTrace"];
type Words = TFunction<"route">;

/** How a step of the way went. */
export type Turn = "on" | "dead" | "end";

export function turnOf(step: RouteStep): Turn {
  switch (step.step) {
    case "no_route":
      return "dead";
    case "searched":
      return step.matched == null ? "dead" : "on";
    case "transit":
      return step.allowed ? "on" : "dead";
    case "user":
      return step.lines.length > 0 ? "end" : "dead";
    case "outgoing":
      return step.trunks.length > 0 ? "end" : "dead";
    case "played":
    case "hung_up":
      return "end";
    case "dialled":
    case "plus_ignored":
    case "elsewhere":
    case "trunk_disabled":
    case "emergency":
    case "class":
    case "incoming":
    case "continued":
    case "diverted":
      return "on";
  }
}

/** Says a step in a sentence. */
export function sayStep(t: Words, step: RouteStep): string {
  switch (step.step) {
    case "dialled":
      return t("steps.dialled", {
        caller: sayCaller(t, step.caller),
        number: step.number,
        room: step.context,
      });
    case "plus_ignored":
      return t("steps.plusIgnored", { room: step.context });
    case "searched":
      return saySearched(t, step);
    case "elsewhere":
      return t("steps.elsewhere", { number: step.number, rooms: step.contexts.join(", ") });
    case "outgoing":
      return sayOutgoing(t, step);
    case "transit":
      return t(step.allowed ? "steps.transit" : "steps.noTransit", { trunk: step.trunk });
    case "trunk_disabled":
      return t("steps.trunkDisabled", { trunk: step.trunk });
    case "emergency":
      return t("steps.emergency", { number: step.number });
    case "class":
      return sayClass(t, step);
    case "incoming":
      return t("steps.incoming", { did: step.did });
    case "user":
      return step.lines.length > 0
        ? t("steps.user", { user: step.user, room: step.context, lines: step.lines.join(", ") })
        : t("steps.userBare", { user: step.user });
    case "diverted":
      return t("steps.diverted", { by: sayCaller(t, step.by), to: step.to });
    case "continued":
      return t("steps.continued", { number: step.number, room: step.context });
    case "played":
      return sayPlayed(t, step.sound);
    case "hung_up":
      return t("steps.hungUp", { cause: sayCause(t, step.cause) });
    case "no_route":
      return t("steps.noRoute", { why: sayNoRoute(t, step.reason) });
  }
}

function saySearched(t: Words, step: Extract<RouteStep, { step: "searched" }>): string {
  const { context: room, matched } = step;
  if (matched != null) return t("steps.matches", { room, matched: sayPattern(matched) });
  const isBare = step.numbers === 0 && step.rejected.length === 0 && step.others === 0;
  return t(isBare ? "steps.bare" : "steps.nothing", { room });
}

function sayOutgoing(t: Words, step: Extract<RouteStep, { step: "outgoing" }>): string {
  const { name, sends } = step;
  const words =
    step.trunks.length > 0
      ? t("steps.outgoing", { name, sends, trunks: step.trunks.join(", ") })
      : t("steps.outgoingNowhere", { name, sends });
  const changes = [
    ...(step.stripped ? [t("steps.stripped", { digits: step.stripped })] : []),
    ...(step.added ? [t("steps.added", { digits: step.added })] : []),
  ];
  return changes.length > 0 ? `${words} (${changes.join(", ")})` : words;
}

/** Says who calls: a trace has it as `line alice`, `trunk xivo-trunk` or `anyone`. */
function sayCaller(t: Words, caller: string): string {
  const [kind, ...rest] = caller.split(" ");
  const name = rest.join(" ");
  if (kind === "line" && name) return t("steps.callers.line", { name });
  if (kind === "trunk" && name) return t("steps.callers.trunk", { name });
  return caller === "anyone" ? t("steps.callers.anyone") : caller;
}

/** Says what the caller hears: a trace has it as three sorts of words of the exchange. */
function sayPlayed(t: Words, sound: string): string {
  if (sound === "himself: the echo test") return t("steps.heard.echo");
  if (sound === "the milliwatt test tone") return t("steps.heard.milliwatt");
  return t("steps.played", { sound: sound.replace(/^recording /, "") });
}

function sayCause(t: Words, cause: string): string {
  return cause === "busy" || cause === "congestion" || cause === "normal" ? t(`causes.${cause}`) : cause;
}

/** A pattern as it is typed: without the underscore that Asterisk puts in front. */
export function sayPattern(pattern: string): string {
  return pattern.replace(/^_/, "");
}

/** Says why a call goes nowhere. */
export function sayNoRoute(t: Words, reason: Schemas["NoRoute"]): string {
  switch (reason) {
    case "not_found":
      return t("none.notFound");
    case "no_transit":
      return t("none.noTransit");
    case "caller_disabled":
      return t("none.callerDisabled");
    case "trunks_disabled":
      return t("none.trunksDisabled");
    case "no_line":
      return t("none.noLine");
    case "too_many_forwards":
      return t("none.tooManyForwards");
    case "unknown_caller":
      return t("none.unknownCaller");
    case "too_long":
      return t("none.tooLong");
  }
}

/** Says why a pattern was passed over. */
export function sayRejection(t: Words, reason: Schemas["Rejection"]): string {
  if (typeof reason !== "string") {
    const { dialled, place } = reason.character;
    return t("tried.character", { digit: dialled, place });
  }
  if (reason === "caller") return t("tried.caller");
  return t(reason === "too_short" ? "tried.tooShort" : "tried.tooLong");
}

/** What the call costs, and what said so. */
function sayClass(t: Words, step: Extract<RouteStep, { step: "class" }>): string {
  const words = t(`classes.${step.class}`);
  if (step.country) return t("steps.classCountry", { number: step.number, words, country: step.country });
  return step.by
    ? t("steps.classBy", { number: step.number, words, by: step.by })
    : t("steps.class", { number: step.number, words });
}
