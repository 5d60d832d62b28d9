/** A text in which what stands between backticks is code. */
import { Code } from "@mantine/core";
import { Fragment } from "react";

export function Ticked({ text }: { text: string | undefined }) {
  return (text ?? "").split("`").map((part, index) => {
    const key = `${index}-${part}`;
    return index % 2 === 1 ? <Code key={key}>{part}</Code> : <Fragment key={key}>{part}</Fragment>;
  });
}
