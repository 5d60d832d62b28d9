/** Whose calls, of which class, and what was passed, in the reader's words. */
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";

type Named = Pick<Schemas["StopRow"], "payer" | "class">;

export function useTollWords() {
  const { t } = useTranslation("limits");
  const payer = ({ payer }: Named) => {
    const { kind, name } = payer;
    if (kind === "exchange") return t("payer.exchange");
    return t(kind === "user" ? "payer.user" : "payer.trunk", { name });
  };
  const kind = (row: Named) => t(`classCalls.${row.class ?? "any"}`);
  return {
    /** "International calls of user Bob". */
    calls: (row: Named) => t("callsOf", { calls: kind(row), whose: payer(row) }),
    stopped: (stop: Schemas["StopRow"]) => t("stops.stopped", { calls: kind(stop), whose: payer(stop) }),
    passed: (stop: Schemas["StopRow"]) => {
      const passed = t(`passed.${stop.passed}`, { count: stop.cap });
      return stop.when === "closed" ? `${passed} (${t("when.closed")})` : passed;
    },
  };
}
