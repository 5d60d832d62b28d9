import i18next, { type TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import { formats } from "@/i18n/format";
import en from "@/words/en/trunks";
import fr from "@/words/fr/trunks";
import { adviseOn, type CallFinding, sayFinding, stateOfCall } from "./call-words";

function wordsOf(language: "en" | "fr"): TFunction<"trunks"> {
  const instance = i18next.createInstance();
  void instance.init({ lng: language, resources: { [language]: { trunks: language === "fr" ? fr : en } } });
  return instance.getFixedT(language, "trunks") as unknown as TFunction<"trunks">;
}

const heard = {
  code: "heard",
  level_dbm0: -10.2,
  sent_dbm0: -10,
  delay_ms: 43,
  loss_pct: 0,
  codec: "gsm",
} as const;

/** One of each that has words of its own. */
const FINDINGS: CallFinding[] = [
  heard,
  { code: "other_heard", level_dbm0: -20, codec: "gsm" },
  { code: "only_silence", packets_rx: 150, codec: "gsm" },
  { code: "nothing_heard", packets_tx: 150, strangers: 0 },
  { code: "nothing_heard", packets_tx: 150, strangers: 1 },
  { code: "cut", lasted_ms: 400 },
  { code: "not_answered", rang: true, seconds: 15 },
  { code: "not_answered", rang: false, seconds: 15 },
  { code: "no_media", why: "No common codec" },
  { code: "busy", status: 486, reason: "Busy Here" },
  { code: "no_common_codec", status: 488, reason: "Not Acceptable Here" },
  { code: "full", limit: 2 },
  { code: "no_port" },
  { code: "no_room" },
  { code: "stopped" },
  { code: "never_called" },
];

const plain = (text: string | undefined) => text?.replaceAll(/[\u00a0\u202f]/g, " ").replace("−", "-") ?? "";

describe("what came of a test call", () => {
  it.each(["en", "fr"] as const)("has a sentence and a remedy for each finding, in %s", language => {
    const t = wordsOf(language);
    for (const finding of FINDINGS) {
      for (const said of [sayFinding(t, formats(language), finding), adviseOn(t, finding)]) {
        expect(plain(said), finding.code).not.toBe("");
        expect(plain(said)).not.toMatch(/\{\{|^test\./);
      }
    }
  });

  it("is told with its level and its delay", () => {
    const said = plain(sayFinding(wordsOf("en"), formats("en"), heard));
    expect(said).toContain("-10.2 dBm0");
    expect(said).toContain("43 ms");
  });

  it("is a state of the trunk where the call was refused", () => {
    const at = { host: "10.0.0.2", port: 5060, transport: "udp" as const, address: null };
    const refused: CallFinding = { code: "refused", at, status: 404, reason: "Nobody", refusal: "not_found" };
    expect(sayFinding(wordsOf("en"), formats("en"), refused)).toBeUndefined();
    expect(stateOfCall(refused)).toMatchObject({ code: "refused", request: "invite", status: 404 });
  });
});
