/** What came of each step of a test, in the reader's words. */
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useFormat } from "@/i18n/format";
import { adviseOn, sayFinding, stateOfCall } from "./call-words";
import { useStateWords } from "./state-words";
import type { TrunkState } from "./status";

export type TestStep = Schemas["TestStep"];
export type TrunkTest = Schemas["TrunkTest"];
type TestCause = Schemas["TestCause"];

/** Returns the functions that put the steps of a test into words. */
export function useTestWords() {
  const { t } = useTranslation("trunks");
  const format = useFormat();
  const words = useStateWords();
  const sentence = (step: TestStep): string => {
    const { cause } = step;
    switch (cause.code) {
      case "resolved":
        return t("test.resolved", { addresses: cause.targets.map(one => one.address).join(", ") });
      case "contact":
        return t("test.contact", { place: words.place(cause.at) });
      case "late":
        return t("test.late", { name: cause.at.host });
      case "answered": {
        const trip = format.number(cause.round_trip_ms, cause.round_trip_ms < 10 ? 1 : 0);
        return t("test.answered", { place: words.place(cause.at), status: cause.status, trip });
      }
      case "registered":
        return t("test.registered", {
          place: words.place(cause.at),
          expires: format.duration(cause.expires_seconds * 1_000),
        });
      case "called": {
        const said = sayFinding(t, format, cause.finding);
        if (said) return said;
        break;
      }
      case "no_address":
      case "not_configured":
      case "disabled":
        return t(`test.${cause.code}`);
    }
    const state = stateOf(cause);
    return state ? words.sentenceOf(state, step.sentence) : step.sentence;
  };
  const remedy = (step: TestStep): string | undefined => {
    // Whether there is anything to do, the exchange says.
    if (!step.remedy) return undefined;
    const said = step.cause.code === "called" ? adviseOn(t, step.cause.finding) : undefined;
    if (said) return said;
    const state = stateOf(step.cause);
    return state ? words.remedyOf(state, step.remedy) : (step.remedy ?? undefined);
  };
  return { sentence, remedy };
}

/** The state that a trunk would be in for that reason: the words for it are the same. */
export function stateOf(cause: TestCause): TrunkState | undefined {
  const since_ms = 0;
  switch (cause.code) {
    case "name_not_found":
    case "silent":
    case "unreachable":
    case "tls_failed":
      return { ...cause, since_ms };
    case "late":
      return { ...cause, code: "silent", since_ms };
    case "disabled":
      return { code: "disabled" };
    case "not_registered":
      return { code: "never_registered", username: cause.username };
    case "refused":
      return { ...cause, request: "register", since_ms };
    case "called":
      return stateOfCall(cause.finding);
    default:
      return undefined;
  }
}
