/** How strong a password looks while it is typed. The exchange judges it when it is sent; this only spares a person the way there. */

/** Fewest characters that the exchange takes. */
export const LENGTH_MIN = 10;

/** Fewest characters beside the username, and fewest different ones. */
const OWN_MIN = 6;
const DIFFERENT_MIN = 5;

/** Estimated bits from which a password is called good, and strong. */
const GOOD_BITS = 52;
const STRONG_BITS = 70;

/** What attackers try first; digits and signs around it do not help. */
const COMMON =
  /^[^a-zà-ÿ]*(password|passwort|motdepasse|qwerty(uiop)?|azerty(uiop)?|administrat(or|eur)|admin(admin)?|root|letmein|welcome|bienvenue|changeme(please)?|secret|iloveyou|strowger|asterisk|telephone|xivo|monkey)?[^a-zà-ÿ]*$/;

/** What a finger types along. */
const RUNS = [
  "01234567890123456789",
  "98765432109876543210",
  "abcdefghijklmnopqrstuvwxyz",
  "1q2w3e4r5t6y7u8i9o0p",
];

export type Level = "weak" | "fair" | "good" | "strong";

export interface Strength {
  level: Level;
  /** Why it will be refused. */
  weakness: "short" | "username" | "common" | "repeated" | null;
  /** Characters that are missing. */
  missing: number;
  /** How much of the way is done, 0 to 100. */
  percent: number;
}

export function strengthOf(password: string, username: string): Strength {
  const length = [...password].length;
  const missing = Math.max(0, LENGTH_MIN - length);
  const weakness = missing > 0 ? "short" : weaknessOf(password.toLowerCase(), username.toLowerCase());
  if (weakness) {
    return {
      level: "weak",
      weakness,
      missing,
      percent: Math.min(25, Math.round((length / LENGTH_MIN) * 25)),
    };
  }
  const bits = bitsOf(password);
  const level = bits >= STRONG_BITS ? "strong" : bits >= GOOD_BITS ? "good" : "fair";
  return { level, weakness: null, missing, percent: { fair: 50, good: 75, strong: 100 }[level] };
}

function weaknessOf(lower: string, username: string): Strength["weakness"] {
  const rest = username ? lower.replaceAll(username, "") : lower;
  if ([...rest].length < OWN_MIN) return "username";
  // Whoever types digits alone has chosen them; it is what stands around a word that does not count.
  if (/\p{L}/u.test(lower) && COMMON.test(plain(lower))) return "common";
  if (RUNS.some(run => run.includes(lower))) return "common";
  return new Set(lower).size < DIFFERENT_MIN ? "repeated" : null;
}

/** Undoes the usual stand-ins for letters within the word. */
function plain(lower: string): string {
  const stand: Record<string, string> = {
    "0": "o",
    "1": "i",
    "!": "i",
    "3": "e",
    "4": "a",
    "@": "a",
    "5": "s",
    $: "s",
  };
  const word = lower.replace(/^\P{L}+|\P{L}+$/gu, "");
  return [...word].map(letter => stand[letter] ?? letter).join("");
}

/** Estimates the work of somebody who tries letters and words: what repeats counts little, and small letters alone are words. */
function bitsOf(password: string): number {
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d\s]/u].filter(kind => kind.test(password)).length;
  const words = password.split(/[\s\-_.,;:]+/).filter(word => word.length > 2).length;
  const perLetter = [2.6, 3.1, 3.8, 4.6][Math.max(0, kinds - 1)] ?? 2.6;
  const different = new Set(password.toLowerCase()).size;
  const length = [...password].length;
  const counted = Math.min(length, different + (length - different) * 0.6);
  return counted * perLetter + Math.max(0, words - 1) * 6;
}
