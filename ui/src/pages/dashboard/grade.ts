/** A score of audio quality in a word: the classes of ITU-T G.109, on the scale of ITU-T P.800. */

export type Grade = "excellent" | "good" | "fair" | "poor" | "bad";

export function gradeOf(mos: number): Grade {
  if (mos >= 4.3) return "excellent";
  if (mos >= 4.0) return "good";
  if (mos >= 3.6) return "fair";
  return mos >= 3.1 ? "poor" : "bad";
}
