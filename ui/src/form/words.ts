/** Puts what is wrong with a field into the reader's words. */
import { useTranslation } from "react-i18next";
import type { ProblemField } from "@/api/problem";
import { saidKey } from "./said";
import { useSoundFaultWords } from "./sound-fault";

/** Returns a function that says what is wrong with a field and what to do about it. */
export function useProblemWords(): (error: ProblemField) => string {
  const { t, i18n } = useTranslation("form");
  const inWords = (value: unknown) => {
    if (Array.isArray(value)) return value.join(", ");
    const key = saidKey(value);
    return key ? t(`said.${key}`) : value;
  };
  const mention = (of: unknown) => {
    const noun = of !== null && typeof of === "object" && "noun" in of ? String(of.noun) : "";
    return i18n.exists(`form:nouns.${noun}`)
      ? t(`nouns.${noun as "trunk"}`, { name: nameOf(of) })
      : nameOf(of);
  };
  const faultWords = useSoundFaultWords();
  return ({ cause, message, remedy }) => {
    // A cause of tomorrow is told in the exchange's own words.
    if (!cause || !i18n.exists(`form:problems.${cause.code}`))
      return [message, remedy].filter(Boolean).join("; ");
    switch (cause.code) {
      case "weak_login":
        return t(`problems.weak_login.${cause.reason}`, { min: cause.min });
      case "in_use":
        return t("problems.in_use", { by: cause.by.map(mention).join(", ") });
      case "taken":
        return t("problems.taken", { by: mention(cause.who ?? cause.by) });
      case "bad_sound":
        return faultWords(cause.reason);
      default:
        return t(
          `problems.${cause.code}`,
          Object.fromEntries(Object.entries(cause).map(([name, value]) => [name, inWords(value)])),
        );
    }
  };
}

/** A thing that is in the way: its name, however the exchange tells it. */
export function nameOf(by: unknown): string {
  if (typeof by === "string") return by;
  if (by !== null && typeof by === "object" && "name" in by) return String(by.name);
  return String(by);
}
