/** The manual is whole in both languages, and its links lead somewhere. */
import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { lexer, type Token, walkTokens } from "marked";
import { describe, expect, it } from "vitest";
import { LANGUAGES } from "@/i18n";
import en from "@/words/en/manual";
import fr from "@/words/fr/manual";
import { CHAPTERS, type Chapter, chapterText, pictureUrl } from "./chapters";
import { targetOf } from "./links";
import { Markdown } from "./markdown";
import { find, sectionsOf } from "./search";
import { headingsOf, slugOf } from "./slug";

const words = { en, fr };
const slugs = async (language: "en" | "fr", chapter: Chapter) =>
  headingsOf(await chapterText(language, chapter)).map(heading => heading.slug);

function tokensOf(markdown: string): Token[] {
  const all: Token[] = [];
  walkTokens(lexer(markdown), token => {
    all.push(token);
  });
  return all;
}

describe.each(LANGUAGES)("the manual in %s", language => {
  it.each(CHAPTERS)("has the chapter %s under the name that the contents have", async chapter => {
    const [first] = headingsOf(await chapterText(language, chapter));
    expect(first?.depth).toBe(1);
    expect(first?.text.toLowerCase()).toContain(
      words[language].chapters[chapter].title.split(":")[0]?.toLowerCase(),
    );
  });

  it.each(CHAPTERS)("leads somewhere with each link of %s", async chapter => {
    for (const token of tokensOf(await chapterText(language, chapter))) {
      if (token.type === "image")
        expect(pictureUrl(token.href.split("/").at(-1) ?? ""), token.href).toBeDefined();
      if (token.type !== "link") continue;
      const target = targetOf(token.href);
      if (target.kind === "none") expect(token.href).toMatch(/^\.\.\/\.\.\/\.\.\//);
      if (target.kind === "here") expect(await slugs(language, chapter), token.href).toContain(target.anchor);
      if (target.kind === "chapter" && target.anchor)
        expect(await slugs(language, target.chapter), token.href).toContain(target.anchor);
    }
  });

  it.each(CHAPTERS)("has nothing in %s that looks like HTML", async chapter => {
    expect(tokensOf(await chapterText(language, chapter)).filter(token => token.type === "html")).toEqual([]);
  });
});

describe("the two languages", () => {
  it.each(CHAPTERS)("have the same sections and the same commands in %s", async chapter => {
    const shape = async (language: "en" | "fr") =>
      lexer(await chapterText(language, chapter))
        .filter(token => token.type !== "space")
        .map(token => {
          if (token.type === "heading") return `heading ${token.depth}`;
          return token.type === "table" ? `table of ${token.rows.length} rows` : token.type;
        });
    expect(await shape("fr")).toEqual(await shape("en"));
  });
});

describe("a link", () => {
  it("that runs something leads nowhere", () => {
    for (const href of [
      "javascript:alert(1)",
      "data:text/html,x",
      "//elsewhere.example",
      "/\\elsewhere.example",
      "mailto:a@b",
    ])
      expect(targetOf(href), href).toEqual({ kind: "none" });
  });

  it("to a chapter, a page or another site is followed", () => {
    expect(targetOf("trunks.md#failover")).toEqual({
      kind: "chapter",
      chapter: "trunks",
      anchor: "failover",
    });
    expect(targetOf("/api/docs")).toEqual({ kind: "page", path: "/api/docs" });
    expect(targetOf("https://rustup.rs")).toEqual({ kind: "out", href: "https://rustup.rs" });
  });
});

describe("Markdown", () => {
  it("is never taken as HTML", () => {
    const hostile =
      'before <img src=x onerror="alert(1)"> after\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))';
    const { container } = render(
      <MantineProvider>
        <Markdown text={hostile} chapterPath={chapter => `/manual/${chapter}`} />
      </MantineProvider>,
    );
    expect(container.querySelector("img, a, script:not([data-mantine-script])")).toBeNull();
    expect(screen.getByText(/onerror/)).toBeDefined();
  });
});

describe("the search", () => {
  const sections = sectionsOf(
    "routing",
    "# Routing\n\nOne.\n\n## Numéros\n\nA pattern like `**99.` matches.\n\n## More\n\nNuméros too.",
  );

  it("finds all words, in titles first, whatever their accents", () => {
    expect(find(sections, "numeros").map(found => found.slug)).toEqual(["numéros", "more"]);
    expect(find(sections, "pattern matches").map(found => found.title)).toEqual(["Numéros"]);
    expect(find(sections, "nothing")).toEqual([]);
  });

  it("makes anchors as forges do", () => {
    expect(slugOf("`[[trunk]]` : la liaison")).toBe("trunk--la-liaison");
    expect(slugOf("One call, understood")).toBe("one-call-understood");
  });
});
