/** What the exchange says of patterns that are being written: which numbers match, and what would be sent. */
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { API, send } from "@/api/nouns";

export type PatternRow = Schemas["OutgoingExtensionDraft"];

export type Tried = Schemas["PatternTried"];
export type NumberJudged = Schemas["NumberJudged"];
type PatternJudged = Schemas["PatternJudged"];
type PatternAnswer = Schemas["PatternAnswer"];

export interface Matches {
  patterns: PatternJudged[];
  /** What each number does, those that were made up as examples too. */
  numbers: Map<string, NumberJudged>;
}

/** How long a pause in typing sends the question. */
const PAUSE_MS = 200;

/** Most numbers that the exchange takes at once. */
const NUMBERS_MAX = 100;

/** Asks about the rows as they are now, saved or not. */
export function useMatches(rows: PatternRow[], typed: string[]): Matches | undefined {
  const [asked] = useDebouncedValue(JSON.stringify({ patterns: rows, numbers: typed }), PAUSE_MS);
  return useQuery({
    queryKey: ["post", `${API}/patterns/match`, asked],
    queryFn: () => ask(JSON.parse(asked)),
    placeholderData: before => before,
    retry: false,
  }).data;
}

async function ask({ patterns, numbers }: { patterns: PatternRow[]; numbers: string[] }): Promise<Matches> {
  const match = (tried: string[]) =>
    send<PatternAnswer>("POST", `${API}/patterns/match`, { patterns, numbers: tried }).then(
      acted => acted.answer,
    );
  const first = await match([]);
  const examples = first.patterns.flatMap(one => [...one.matching, ...one.not_matching]);
  const all = [...new Set([...numbers, ...examples])].slice(0, NUMBERS_MAX);
  const second = all.length > 0 ? await match(all) : first;
  return {
    patterns: first.patterns,
    numbers: new Map(second.numbers.map(number => [number.number, number])),
  };
}
