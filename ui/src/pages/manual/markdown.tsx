/** Shows Markdown as elements of the page. Nothing is ever taken as HTML: what looks like it is shown as it is written. */
import { Anchor, Blockquote, Box, Code, Divider, Table, Text, Title, type TitleOrder } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { lexer, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode, useMemo } from "react";
import { Wide } from "@/frame/wide";
import { CodeBlock } from "./code-block";
import { targetOf } from "./links";
import { Picture } from "./picture";
import { headingsOf } from "./slug";

interface MarkdownProps {
  text: string;
  /** Where the links to chapters lead. */
  chapterPath: (chapter: string) => string;
}

/** What the parts of one text share. */
interface Look {
  slugs: string[];
  chapterPath: (chapter: string) => string;
}

export function Markdown({ text, chapterPath }: MarkdownProps) {
  const tokens = useMemo(() => lexer(text), [text]);
  const slugs = useMemo(() => headingsOf(text).map(heading => heading.slug), [text]);
  let heading = -1;
  return tokens.map((token, index) => {
    if (token.type === "heading") heading += 1;
    // A text never changes while it is shown: its parts are known by where they stand.
    return <Block key={String(index)} token={token} look={{ slugs: [slugs[heading] ?? ""], chapterPath }} />;
  });
}

function Block({ token, look }: { token: Token; look: Look }): ReactNode {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "heading": {
      const { depth, tokens } = token as Tokens.Heading;
      return (
        <Title
          order={depth as TitleOrder}
          size={`h${Math.min(6, depth + 1)}`}
          id={look.slugs[0]}
          mt="md"
          // The header must not cover what a link leads to.
          style={{ scrollMarginTop: 72 }}
        >
          <Spans tokens={tokens} look={look} />
        </Title>
      );
    }
    case "code":
      return <CodeBlock text={(token as Tokens.Code).text} />;
    case "table":
      return <Grid token={token as Tokens.Table} look={look} />;
    case "list":
      return <Points token={token as Tokens.List} look={look} />;
    case "blockquote":
      return (
        <Blockquote my="sm" p="md">
          <Blocks tokens={(token as Tokens.Blockquote).tokens} look={look} />
        </Blockquote>
      );
    case "hr":
      return <Divider my="md" />;
    case "paragraph":
    case "text":
      return (
        <Text component="div" my="xs">
          <Spans tokens={(token as Tokens.Text).tokens ?? [token]} look={look} />
        </Text>
      );
    default:
      return (
        <Text className="pre" my="xs">
          {token.raw}
        </Text>
      );
  }
}

function Blocks({ tokens, look }: { tokens: Token[]; look: Look }) {
  return tokens.map((token, index) => <Block key={String(index)} token={token} look={look} />);
}

function Points({ token, look }: { token: Tokens.List; look: Look }) {
  return (
    <Box component={token.ordered ? "ol" : "ul"} my="xs" pl="xl">
      {token.items.map((item, index) => (
        <Box component="li" key={String(index)} mb={4}>
          {item.tokens.map((inner, at) =>
            inner.type === "text" ? (
              <Spans key={String(at)} tokens={(inner as Tokens.Text).tokens ?? [inner]} look={look} />
            ) : (
              <Block key={String(at)} token={inner} look={look} />
            ),
          )}
        </Box>
      ))}
    </Box>
  );
}

function Grid({ token, look }: { token: Tokens.Table; look: Look }) {
  return (
    <Wide my="sm">
      <Table withTableBorder verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            {token.header.map((cell, index) => (
              <Table.Th key={String(index)}>
                <Spans tokens={cell.tokens} look={look} />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {token.rows.map((row, index) => (
            <Table.Tr key={String(index)}>
              {row.map((cell, at) => (
                <Table.Td key={String(at)}>
                  <Spans tokens={cell.tokens} look={look} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}

function Spans({ tokens, look }: { tokens: Token[]; look: Look }): ReactNode {
  return tokens.map((token, index) => <Span key={String(index)} token={token} look={look} />);
}

function Span({ token, look }: { token: Token; look: Look }): ReactNode {
  const inner = "tokens" in token && token.tokens ? <Spans tokens={token.tokens} look={look} /> : null;
  switch (token.type) {
    case "strong":
      return <strong>{inner}</strong>;
    case "em":
      return <em>{inner}</em>;
    case "del":
      return <del>{inner}</del>;
    case "codespan":
      return <Code>{(token as Tokens.Codespan).text}</Code>;
    case "br":
      return <br />;
    case "link":
      return <To href={(token as Tokens.Link).href} look={look} words={inner} />;
    case "image":
      return <Picture href={(token as Tokens.Image).href} words={(token as Tokens.Image).text} />;
    case "text":
    case "escape":
      return <Fragment>{inner ?? (token as Tokens.Text).text}</Fragment>;
    default:
      return <Fragment>{token.raw}</Fragment>;
  }
}

function To({ href, look, words }: { href: string; look: Look; words: ReactNode }) {
  const target = targetOf(href);
  switch (target.kind) {
    case "here":
      return (
        <Anchor href={`#${target.anchor}`} underline="always">
          {words}
        </Anchor>
      );
    case "chapter":
      return (
        <Anchor
          component={Link}
          underline="always"
          to={look.chapterPath(target.chapter)}
          {...(target.anchor ? { hash: target.anchor } : {})}
        >
          {words}
        </Anchor>
      );
    case "page":
      return (
        <Anchor component={Link} to={target.path} underline="always">
          {words}
        </Anchor>
      );
    case "out":
      return (
        <Anchor href={target.href} rel="noreferrer" underline="always">
          {words}
        </Anchor>
      );
    case "none":
      return <Fragment>{words}</Fragment>;
  }
}
