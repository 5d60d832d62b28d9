/** Why a number does not match a pattern, in the reader's words. */
import { useTranslation } from "react-i18next";
import type { Tried } from "./matches";

type Rejected = Extract<Tried, { verdict: "rejected" }>;

/** Returns a function that says it; a reason that is not known here, in the exchange's own words. */
export function useRejectionWords(): (tried: Rejected) => string {
  const { t } = useTranslation("outgoing");
  return ({ reason, words }) => {
    if (typeof reason === "object") return t("rejected.character", reason.character);
    switch (reason) {
      case "too_short":
      case "too_long":
      case "caller":
        return t(`rejected.${reason}`);
      default:
        return words;
    }
  };
}
