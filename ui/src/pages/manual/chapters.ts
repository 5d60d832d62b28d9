/** The chapters of the manual, in the order in which they are read, and their texts, each loaded when somebody opens it. */
import type { Language } from "@/i18n";
import type en from "@/words/en/manual";

export type Chapter = keyof typeof en.chapters;

export const CHAPTERS: Chapter[] = [
  "installation",
  "first-run",
  "interconnection",
  "web-admin",
  "trunks",
  "routing",
  "limits",
  "troubleshooting",
  "running",
  "site-files",
  "console",
  "commands",
  "api",
];

const texts = import.meta.glob<string>("../../../../docs/manual/*/*.md", {
  query: "?raw",
  import: "default",
});

const pictures = import.meta.glob<string>("../../../../docs/manual/images/*.png", {
  query: "?url",
  import: "default",
  eager: true,
});

export function isChapter(name: string): name is Chapter {
  return CHAPTERS.some(chapter => chapter === name);
}

/** Brings the text of a chapter. */
export async function chapterText(language: Language, chapter: Chapter): Promise<string> {
  const load = texts[`../../../../docs/manual/${language}/${chapter}.md`];
  if (!load) throw new Error(`the manual has no chapter ${chapter}`);
  return load();
}

/** Where a picture of the manual is, if there is one of this name. */
export function pictureUrl(name: string): string | undefined {
  return pictures[`../../../../docs/manual/images/${name}`];
}
