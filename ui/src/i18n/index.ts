/** The languages of the pages. Words lie in `src/words/LANGUAGE/NAMESPACE.ts`; a page brings the namespaces that it needs. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Namespaces } from "@/words/en";
import enFrame from "@/words/en/frame";
import { typesetWords } from "./french";

export const LANGUAGES = ["en", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];
export type Namespace = keyof Namespaces;

/** Where the browser keeps the choice of somebody who is not signed in. */
const KEPT_AS = "strowger.language";

// Not the words that are here from the start: nobody waits for them.
const files = import.meta.glob<{ default: object }>(["../words/*/*.ts", "!../words/en/frame.ts"]);
const wanted = new Set<Namespace>(["frame"]);

/** Brings the words of a page in the language of now. */
export async function loadWords(...namespaces: Namespace[]): Promise<void> {
  for (const namespace of namespaces) wanted.add(namespace);
  await bring(language());
}

/** Changes the language, here and now. */
export async function setLanguage(next: Language): Promise<void> {
  localStorage.setItem(KEPT_AS, next);
  if (next === language()) return;
  await bring(next);
  await i18next.changeLanguage(next);
  document.documentElement.lang = next;
}

export function language(): Language {
  return i18next.language === "fr" ? "fr" : "en";
}

/** Starts with the language that was chosen here before, else with the browser's. */
export async function startWords(): Promise<void> {
  const first = firstLanguage();
  await i18next.use(initReactI18next).init({
    lng: first,
    fallbackLng: false,
    resources: { en: { frame: enFrame } },
    defaultNS: "frame",
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = first;
  await bring(first);
}

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT_AS);
  const asked = [kept, ...navigator.languages].map(tag => tag?.slice(0, 2).toLowerCase());
  return asked.find((tag): tag is Language => LANGUAGES.some(known => known === tag)) ?? "en";
}

async function bring(into: Language): Promise<void> {
  const missing = [...wanted].filter(namespace => !i18next.hasResourceBundle(into, namespace));
  await Promise.all(
    missing.map(async namespace => {
      const load = files[`../words/${into}/${namespace}.ts`];
      if (!load) return;
      const words = (await load()).default;
      i18next.addResourceBundle(into, namespace, into === "fr" ? typesetWords(words) : words);
    }),
  );
}
