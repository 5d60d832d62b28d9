/** Finds words in the whole manual. */
import type { Language } from "@/i18n";
import { CHAPTERS, type Chapter, chapterText } from "./chapters";
import { headingsOf, slugOf } from "./slug";

/** Most places that are shown. */
const FOUND_MAX = 20;

/** Characters of the text around what was found. */
const AROUND = 70;

/** A section of a chapter. */
export interface Section {
  chapter: Chapter;
  title: string;
  slug: string;
  text: string;
}

export interface Found extends Section {
  excerpt: string;
}

/** Takes a chapter apart at its headings. */
export function sectionsOf(chapter: Chapter, markdown: string): Section[] {
  const headings = headingsOf(markdown);
  const parts = markdown.split(/^#{1,6} .*$/m).slice(1);
  return headings.map((heading, index) => ({
    chapter,
    title: heading.text,
    slug: heading.slug || slugOf(heading.text),
    text: (parts[index] ?? "")
      .replace(/[`*|]+/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  }));
}

/** Brings the whole manual. */
export async function wholeManual(language: Language): Promise<Section[]> {
  const all = await Promise.all(
    CHAPTERS.map(async chapter => sectionsOf(chapter, await chapterText(language, chapter))),
  );
  return all.flat();
}

/** Finds the sections that hold every word; those that have them in their title come first. */
export function find(sections: Section[], question: string): Found[] {
  const words = plain(question).split(/\s+/).filter(Boolean);
  const first = words[0];
  if (!first) return [];
  return sections
    .filter(section => words.every(word => plain(`${section.title} ${section.text}`).includes(word)))
    .map(section => ({
      ...section,
      excerpt: excerptOf(section.text, first),
      rank: words.filter(word => plain(section.title).includes(word)).length,
    }))
    .sort((a, b) => b.rank - a.rank)
    .slice(0, FOUND_MAX);
}

function excerptOf(text: string, word: string): string {
  const at = Math.max(0, plain(text).indexOf(word));
  const from = Math.max(0, at - AROUND);
  const to = Math.min(text.length, at + AROUND);
  return `${from > 0 ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`;
}

/** Lower case, without accents; as long as the text itself, so that places in one are places in the other. */
function plain(text: string): string {
  return [...text.toLowerCase()].map(letter => letter.normalize("NFD")[0] ?? letter).join("");
}
