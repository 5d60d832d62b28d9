/** Why a sound file cannot be played to callers, in the reader's words. */
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";

export type SoundFault = Schemas["SoundFault"];

/** Returns a function that says it. */
export function useSoundFaultWords(): (fault: SoundFault) => string {
  const { t } = useTranslation("form");
  return fault => t(`problems.bad_sound.${fault.fault}`, { ...fault });
}
