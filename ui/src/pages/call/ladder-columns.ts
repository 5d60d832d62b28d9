/** In which order the hosts of a ladder stand. */
import type { Schemas } from "@/api/client";

type Ladder = Schemas["Ladder"];

/** The caller's host at the left, this exchange in the middle, whoever was called at the right. */
export function columnsOf({ hosts, messages }: Ladder): string[] {
  const seen = [...new Set(messages.flatMap(({ from, to }) => [from, to]))];
  const isExchange = (address: string) =>
    hosts.some(host => host.kind === "exchange" && host.address === address);
  const ours = seen.filter(isExchange);
  const theirs = seen.filter(address => !isExchange(address));
  return [...theirs.slice(0, 1), ...ours, ...theirs.slice(1)];
}
