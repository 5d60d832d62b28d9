/** French as it is set in print: no line begins with a mark that belongs to the word before it. */

/** A blank that does not break, and the narrow one between thousands. */
const FIXED = "\u00a0";
const NARROW = "\u202f";

/** Sets every text of some words. */
export function typesetWords<Words>(words: Words): Words {
  if (typeof words === "string") return typeset(words) as Words;
  if (words === null || typeof words !== "object") return words;
  return Object.fromEntries(Object.entries(words).map(([key, inner]) => [key, typesetWords(inner)])) as Words;
}

/** Sets one text. */
export function typeset(text: string): string {
  return text
    .replaceAll(/ ([:;!?»])/g, `${FIXED}$1`)
    .replaceAll("« ", `«${FIXED}`)
    .replaceAll(/(\d) (?=\d{3}(?!\d))/g, `$1${NARROW}`)
    .replaceAll(/(\p{L})'/gu, "$1’");
}
