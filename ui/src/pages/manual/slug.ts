/** Anchors of headings, as forges make them, so that one link holds here and there. */
import { lexer, type Token, type Tokens } from "marked";

/** A heading, and where it is. */
export interface Heading {
  depth: number;
  text: string;
  slug: string;
}

export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
}

/** The text of a token without its signs. */
export function plainText(tokens: Token[] | undefined): string {
  return (tokens ?? [])
    .map(token =>
      "tokens" in token && token.tokens ? plainText(token.tokens) : "text" in token ? token.text : "",
    )
    .join("");
}

/** Lists the headings; of two alike, the second is numbered. */
export function headingsOf(markdown: string): Heading[] {
  const seen = new Map<string, number>();
  return lexer(markdown)
    .filter((token): token is Tokens.Heading => token.type === "heading")
    .map(token => {
      const text = plainText(token.tokens);
      const slug = slugOf(text);
      const times = seen.get(slug) ?? 0;
      seen.set(slug, times + 1);
      return { depth: token.depth, text, slug: times === 0 ? slug : `${slug}-${times}` };
    });
}
