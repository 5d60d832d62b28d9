/** The languages of the pages. Words lie in `src/words/LANGUAGE/NAMESPACE.ts`; a page brings the namespaces that it needs. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { firstLanguage, keepLanguage, type Language, type Namespace, readWords } from "./files";
import { typesetWords } from "./french";
import { isolated } from "./isolate";

export { LANGUAGES, type Language, type Namespace } from "./files";

const wanted = new Set<Namespace>(["frame"]);

/** Brings the words of a page in the language of now. */
export async function loadWords(...namespaces: Namespace[]): Promise<void> {
  for (const namespace of namespaces) wanted.add(namespace);
  await bring(language());
}

/** Changes the language, here and now. */
export async function setLanguage(next: Language): Promise<void> {
  keepLanguage(next);
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
    resources: {},
    defaultNS: "frame",
    // React escapes what it shows; what is put into a sentence must only not turn the rest of it around.
    interpolation: { escapeValue: true, escape: isolated },
    returnNull: false,
  });
  document.documentElement.lang = first;
  await bring(first);
}

async function bring(into: Language): Promise<void> {
  const missing = [...wanted].filter(namespace => !i18next.hasResourceBundle(into, namespace));
  await Promise.all(
    missing.map(async namespace => {
      const words = await readWords(into, namespace);
      if (words) i18next.addResourceBundle(into, namespace, into === "fr" ? typesetWords(words) : words);
    }),
  );
}
