/** What came of a test call, in the reader's words. */
import type { TFunction } from "i18next";
import type { Schemas } from "@/api/client";
import type { Format } from "@/i18n/format";
import type { TrunkState } from "./status";

type Words = TFunction<"trunks">;

export type CallFinding = Schemas["CallFinding"];

/** Loss that is heard, in percent; past it, and past these, the exchange has a remedy beside a success. */
const LOSS_PCT = 2;
const DECIBELS = 6;

/** Says what came of a call; nothing where it is a state of the trunk, or a finding that these words do not know yet. */
export function sayFinding(t: Words, format: Format, finding: CallFinding): string | undefined {
  const level = (dbm0: number) => format.number(dbm0, 1);
  switch (finding.code) {
    case "heard":
      return t("test.call.heard", {
        codec: finding.codec,
        level: level(finding.level_dbm0),
        sent: level(finding.sent_dbm0),
        delay: format.number(finding.delay_ms, 0),
        loss: format.percent(finding.loss_pct / 100, 1),
      });
    case "other_heard":
      return t("test.call.other_heard", { level: level(finding.level_dbm0) });
    case "only_silence":
      return t("test.call.only_silence", { count: finding.packets_rx });
    case "nothing_heard":
      return finding.strangers > 0
        ? t("test.call.strangers", { count: finding.strangers })
        : t("test.call.nothing_heard", { count: finding.packets_tx });
    case "cut":
      return t("test.call.cut", { seconds: format.number(finding.lasted_ms / 1_000, 1) });
    case "not_answered":
      return t(finding.rang ? "test.call.rang" : "test.call.not_answered", { seconds: finding.seconds });
    case "no_media":
      return t("test.call.no_media", { why: finding.why });
    case "busy":
    case "no_common_codec":
      return t(`test.call.${finding.code}`, { status: finding.status, reason: finding.reason });
    case "full":
      return t("test.call.full", { count: finding.limit });
    case "no_port":
    case "no_room":
    case "stopped":
    case "never_called":
      return t(`test.call.${finding.code}`);
    default:
      return undefined;
  }
}

/** Says what to do about it; whether there is anything to do, the exchange says. */
export function adviseOn(t: Words, finding: CallFinding): string | undefined {
  switch (finding.code) {
    case "heard": {
      const gain = Math.abs(finding.level_dbm0 - finding.sent_dbm0);
      if (gain > DECIBELS) return t("test.callRemedy.level");
      return t(finding.loss_pct >= LOSS_PCT ? "test.callRemedy.loss" : "test.callRemedy.delay");
    }
    case "other_heard":
    case "only_silence":
      return t("test.callRemedy.not_back");
    case "nothing_heard":
      return t(finding.strangers > 0 ? "test.callRemedy.strangers" : "test.callRemedy.nothing_heard");
    case "no_media":
    case "no_common_codec":
      return t("test.callRemedy.codec");
    case "cut":
    case "not_answered":
    case "busy":
    case "full":
    case "no_port":
    case "never_called":
      return t(`test.callRemedy.${finding.code}`);
    case "no_room":
    case "stopped":
      return t("test.callRemedy.again");
    default:
      return undefined;
  }
}

/** The state of a trunk whose calls are refused so: the words are the same. */
export function stateOfCall(finding: CallFinding): TrunkState | undefined {
  return finding.code === "refused" ? { ...finding, request: "invite", since_ms: 0 } : undefined;
}
