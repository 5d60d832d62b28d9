import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { typesetWords } from "@/i18n/french";
import en from "@/words/en/route";
import fr from "@/words/fr/route";
import { type RouteStep, sayStep } from "./step-words";

const STEPS: RouteStep[] = [
  { step: "dialled", caller: "line alice", number: "9", context: "default" },
  { step: "dialled", caller: "trunk to b", number: "9", context: "Incalls" },
  { step: "dialled", caller: "anyone", number: "9", context: "default" },
  { step: "searched", context: "to-extern", numbers: 0, rejected: [], others: 0, matched: "_**99." },
  { step: "played", sound: "himself: the echo test" },
  { step: "played", sound: "the milliwatt test tone" },
  { step: "played", sound: "recording welcome" },
  { step: "hung_up", cause: "busy" },
  { step: "no_route", reason: "no_line" },
  { step: "trunk_disabled", trunk: "to-b" },
  { step: "emergency", number: "112" },
  { step: "class", number: "+33899123456", class: "premium", by: "+3389" },
  { step: "class", number: "+18765551234", class: "international", by: "+1876", country: "Jamaica" },
  { step: "class", number: "101", class: "internal" },
  { step: "outgoing", name: "out", stripped: "", added: "", sends: "101", trunks: [] },
  { step: "no_route", reason: "trunks_disabled" },
];

describe("the steps of a way", () => {
  const said = (language: "en" | "fr") =>
    STEPS.map(step => sayStep(i18next.getFixedT(language, "route"), step).replaceAll("\u00a0", " "));

  beforeAll(async () => {
    await i18next.init({
      lng: "en",
      resources: { en: { route: en }, fr: { route: typesetWords(fr) } },
      interpolation: { escapeValue: false },
    });
  });

  it("are said in English", () => {
    expect(said("en")).toEqual([
      "The line alice dials 9 in context default",
      "The trunk to b dials 9 in context Incalls",
      "Anyone dials 9 in context default",
      "Context to-extern: **99. matches",
      "The caller hears himself: the echo test",
      "The caller hears the milliwatt tone",
      "The caller hears the announcement welcome",
      "The call is ended: busy",
      "No way on: The user has no line that can ring.",
      "The trunk to-b is disabled: it is passed over",
      "112 is an emergency number: no permission, limit or stop holds it up",
      "+33899123456 is a premium number, by +3389",
      "+18765551234 is an international number: Jamaica",
      "101 is an internal number",
      "Outgoing call out: would send 101, and has no trunk for it",
      "No way on: Every trunk that it may leave by is disabled.",
    ]);
  });

  it("are said in French, with nothing left of the exchange's own English", () => {
    expect(said("fr")).toEqual([
      "La ligne alice compose 9 dans le contexte default",
      "L’interconnexion to b compose 9 dans le contexte Incalls",
      "N’importe qui compose 9 dans le contexte default",
      "Contexte to-extern : **99. correspond",
      "L’appelant s’entend lui-même : le test d’écho",
      "L’appelant entend la tonalité milliwatt",
      "L’appelant entend l’annonce welcome",
      "L’appel est terminé : occupé",
      "Pas d’issue : L’utilisateur n’a pas de ligne qui puisse sonner.",
      "L’interconnexion to-b est désactivée : elle est passée",
      "112 est un numéro d’urgence : ni permission, ni limite, ni arrêt ne le retient",
      "+33899123456 est un numéro surtaxé, d’après +3389",
      "+18765551234 est un numéro international : Jamaica",
      "101 est un numéro interne",
      "Appel sortant out : enverrait 101, et n’a pas d’interconnexion pour cela",
      "Pas d’issue : Toutes les interconnexions par lesquelles il peut sortir sont désactivées.",
    ]);
  });
});
