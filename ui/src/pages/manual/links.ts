/** Where the links of the manual lead. */
import { type Chapter, isChapter } from "./chapters";

export type Target =
  | { kind: "chapter"; chapter: Chapter; anchor: string | undefined }
  | { kind: "here"; anchor: string }
  | { kind: "page"; path: string }
  | { kind: "out"; href: string }
  | { kind: "none" };

/** Reads a link as it is written in a chapter. Only what is known is followed: a link cannot run anything. */
export function targetOf(href: string): Target {
  if (href.startsWith("#")) return { kind: "here", anchor: href.slice(1) };
  if (/^https?:\/\//i.test(href)) return { kind: "out", href };
  if (/^\/(?![/\\])/.test(href)) return { kind: "page", path: href };
  const [, chapter, anchor] = /^([\w-]+)\.md(?:#(.+))?$/.exec(href) ?? [];
  return chapter && isChapter(chapter) ? { kind: "chapter", chapter, anchor } : { kind: "none" };
}
