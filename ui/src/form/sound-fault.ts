/** Why a sound file cannot be played to callers, in the reader's words. */
import { useTranslation } from "react-i18next";

export type SoundFault =
  | { fault: "not_wav" | "no_format" | "empty" | "compressed" | "unreadable" }
  | { fault: "channels"; channels: number }
  | { fault: "rate"; rate_hz: number }
  | { fault: "too_long"; max_s: number };

/** Says whether a field is wrong because of the sound in it. */
export function isBadSound(cause: object): cause is { reason: SoundFault } {
  return "code" in cause && cause.code === "bad_sound" && "reason" in cause;
}

/** Returns a function that says it. */
export function useSoundFaultWords(): (fault: SoundFault) => string {
  const { t } = useTranslation("form");
  return fault => t(`problems.bad_sound.${fault.fault}`, { ...fault });
}
