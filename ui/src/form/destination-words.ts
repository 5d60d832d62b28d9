/** Where a call goes, in the reader's words. */
import { useTranslation } from "react-i18next";
import { type Destination, partsOf } from "./destination-field";

/** Returns a function that says a destination: "User: Alice Lab", "Echo test". */
export function useDestinationWords(): (destination: Destination | null | undefined) => string {
  const { t } = useTranslation("form");
  return destination => {
    if (!destination) return "";
    const [kind, what] = partsOf(destination);
    if (kind === "hangup") {
      const cause = what === "busy" || what === "congestion" ? what : "normal";
      return t("destination.of", { kind: t("destination.hangup"), what: t(`destination.hangups.${cause}`) });
    }
    return what ? t("destination.of", { kind: t(`destination.${kind}`), what }) : t(`destination.${kind}`);
  };
}
