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
    case "played":
    case "hung_up":
      return "end";
    case "dialled":
    case "plus_ignored":
    case "elsewhere":
    case "incoming":
    case "continued":
      return "on";
  }
}

/** Says a step in a sentence. */
export function sayStep(t: Words, step: RouteStep): string {
  switch (step.step) {
    case "dialled":
      return t("steps.dialled", { caller: step.caller, number: step.number, room: step.context });
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
    case "incoming":
      return t("steps.incoming", { did: step.did });
    case "user":
      return step.lines.length > 0
        ? t("steps.user", { user: step.user, room: step.context, lines: step.lines.join(", ") })
        : t("steps.userBare", { user: step.user });
    case "continued":
      return t("steps.continued", { number: step.number, room: step.context });
    case "played":
      return t("steps.played", { sound: step.sound });
    case "hung_up":
      return t("steps.hungUp", { cause: step.cause });
    case "no_route":
      return `${t("steps.noRoute")}: ${sayNoRoute(t, step.reason)}`;
  }
}

function saySearched(t: Words, step: Extract<RouteStep, { step: "searched" }>): string {
  const { context: room, matched } = step;
  if (matched != null) return t("steps.matches", { room, matched });
  const isBare = step.numbers === 0 && step.rejected.length === 0 && step.others === 0;
  return t(isBare ? "steps.bare" : "steps.nothing", { room });
}

function sayOutgoing(t: Words, step: Extract<RouteStep, { step: "outgoing" }>): string {
  const words = t("steps.outgoing", { name: step.name, sends: step.sends, trunks: step.trunks.join(", ") });
  const changes = [
    ...(step.stripped ? [t("steps.stripped", { digits: step.stripped })] : []),
    ...(step.added ? [t("steps.added", { digits: step.added })] : []),
  ];
  return changes.length > 0 ? `${words} (${changes.join(", ")})` : words;
}

/** Says why a call goes nowhere. */
export function sayNoRoute(t: Words, reason: Schemas["NoRoute"]): string {
  switch (reason) {
    case "not_found":
      return t("none.notFound");
    case "no_transit":
      return t("none.noTransit");
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
