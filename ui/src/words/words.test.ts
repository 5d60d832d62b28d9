/** Every language has every word, and fills in the same values. */
import { describe, expect, it } from "vitest";

const files = import.meta.glob<{ default: object }>("./*/*.ts", { eager: true });
const namespaces = [...new Set(Object.keys(files).map(path => path.split("/")[2] ?? ""))].filter(
  name => name !== "index.ts",
);

function wordsOf(value: object, path = ""): [string, string][] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "string"
      ? [[`${path}${key}`, inner] as [string, string]]
      : wordsOf(inner as object, `${path}${key}.`),
  );
}

const holes = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name).sort();

describe.each(namespaces)("%s", namespace => {
  const words = (language: string) => new Map(wordsOf(files[`./${language}/${namespace}`]?.default ?? {}));
  const [en, fr] = [words("en"), words("fr")];

  it("has the same keys in both languages", () => {
    expect([...fr.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it("fills in the same values in both", () => {
    for (const [key, text] of en) expect(holes(fr.get(key) ?? ""), key).toEqual(holes(text));
  });

  it("leaves nothing empty", () => {
    for (const [key, text] of [...en, ...fr]) expect(text.trim(), key).not.toBe("");
  });
});
