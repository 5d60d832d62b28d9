/** Where the words lie, and which language a browser begins with. Needs nothing else, so that words can be asked for first. */
import type { Namespaces } from "@/words/en";

export const LANGUAGES = ["en", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];
export type Namespace = keyof Namespaces;

/** Where the browser keeps the choice of somebody who is not signed in. */
const KEPT_AS = "strowger.language";

const files = import.meta.glob<{ default: object }>(["../words/*/*.ts", "!../words/*/index.ts"]);

/** Reads the words of a page, in one language. */
export async function readWords(language: Language, namespace: Namespace): Promise<object | undefined> {
  return (await files[`../words/${language}/${namespace}.ts`]?.())?.default;
}

/** The language that was chosen here before, else the browser's. */
export function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT_AS);
  const asked = [kept, ...navigator.languages].map(tag => tag?.slice(0, 2).toLowerCase());
  return asked.find((tag): tag is Language => LANGUAGES.some(known => known === tag)) ?? "en";
}

/** Keeps a choice for the next time. */
export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT_AS, language);
}
