/** What the wizard reads and writes. */
import { useQuery } from "@tanstack/react-query";
import { $api, type Schemas } from "@/api/client";
import { API, send } from "@/api/nouns";
import { type Problem, Refused } from "@/api/problem";

const read = <Answer>(path: string) => send<Answer>("GET", path).then(acted => acted.answer);

/** Lines that the wizard shows; who has more uses the list of lines. */
const LINES_MAX = 200;

/** A phone, with the name of the user whose it is. */
export interface LineRow {
  id: number;
  username: string;
  extension: string;
  name: string;
}

export function useLines() {
  return useQuery({
    queryKey: ["get", `${API}/lines`, "wizard"],
    queryFn: async (): Promise<LineRow[]> => {
      const { items } = await read<{
        items: { id: number; username?: string | null; extension?: string | null; user?: unknown }[];
      }>(`${API}/lines?limit=${LINES_MAX}`);
      return items.map(({ id, username, extension, user }) => ({
        id,
        username: username ?? "",
        extension: extension ?? "",
        name: typeof user === "string" && user ? user : (username ?? ""),
      }));
    },
  });
}

export type TestKind = "echo" | "milliwatt";

/** Where nothing else is there: FreePBX's number for the echo test, and its neighbour. */
export const TEST_NUMBERS: Record<TestKind, string> = { echo: "*43", milliwatt: "*44" };

/** The numbers of the echo test and of the test tone, where there are any. */
export function useTestNumbers() {
  return useQuery({
    queryKey: ["get", `${API}/extensions`, "test numbers"],
    queryFn: async (): Promise<Partial<Record<TestKind, string>>> => {
      const { items } = await read<{ items: { number?: string | null; destination?: unknown }[] }>(
        `${API}/extensions?limit=1000`,
      );
      const numberOf = (kind: TestKind) => items.find(one => one.destination === kind)?.number ?? undefined;
      return Object.fromEntries(
        (["echo", "milliwatt"] as const).flatMap(kind => {
          const number = numberOf(kind);
          return number ? [[kind, number]] : [];
        }),
      );
    },
  });
}

type General = Schemas["GeneralDraft"];

/** The general settings that the wizard asks for. */
export type Settings = Partial<
  Pick<
    General,
    "name" | "time_zone" | "emergency_numbers" | "phone_address" | "external_address" | "local_networks"
  >
>;

export function useSettings() {
  return useQuery({
    queryKey: ["get", `${API}/settings/sip`, "wizard"],
    queryFn: () => read<Settings>(`${API}/settings/sip`),
    // What somebody is typing must not be replaced under his hands.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

export const saveSettings = (changes: Settings) => send<Settings>("PATCH", `${API}/settings/sip`, changes);

/** The ranges of the two contexts. */
export interface Numbering {
  start: string;
  end: string;
  inStart: string;
  inEnd: string;
  didLength: number | null;
}

interface Range {
  for: string;
  start: string;
  end?: string | null;
  did_length?: number | null;
}

interface Context {
  id: number;
  name: string;
  range: Range[];
}

const INTERNAL = "default";
const INCOMING = "Incalls";

const readContexts = () => read<{ items: Context[] }>(`${API}/contexts?limit=1000`).then(page => page.items);

/** The ranges that hold now, and where there are none, those that are proposed. */
export function useNumbering() {
  return useQuery({
    queryKey: ["get", `${API}/setup/proposal`],
    queryFn: async (): Promise<Numbering> => {
      const { contexts } = await read<Schemas["Proposal"]>(`${API}/setup/proposal`);
      const rangeOf = (name: string, kind: string) =>
        contexts.find(context => context.name === name)?.range.find(range => range.for === kind);
      const inside = rangeOf(INTERNAL, "user");
      const outside = rangeOf(INCOMING, "incall");
      return {
        start: inside?.start ?? "",
        end: inside?.end ?? inside?.start ?? "",
        inStart: outside?.start ?? "",
        inEnd: outside?.end ?? outside?.start ?? "",
        didLength: outside?.did_length ?? null,
      };
    },
    // What somebody is typing must not be replaced under his hands.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** The lowest numbers that users can have. */
export function useFreeNumbers() {
  return useQuery({
    queryKey: ["get", `${API}/extensions/free`],
    queryFn: () =>
      read<{ items: string[] }>(`${API}/extensions/free?context=${INTERNAL}&kind=user`).then(
        page => page.items,
      ),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** Sets the ranges of both contexts; other ranges of theirs stay. */
export async function saveNumbering(numbering: Numbering): Promise<void> {
  const contexts = await readContexts();
  const { start, end, inStart, inEnd, didLength } = numbering;
  await putRange(contexts, INTERNAL, "user", start ? { start, end } : null);
  await putRange(
    contexts,
    INCOMING,
    "incall",
    inStart ? { start: inStart, end: inEnd, did_length: didLength } : null,
  );
}

async function putRange(contexts: Context[], name: string, kind: string, range: Omit<Range, "for"> | null) {
  const context = contexts.find(one => one.name === name);
  if (!context) return;
  const others = (context.range ?? []).filter(one => one.for !== kind);
  const filled = range && Object.fromEntries(Object.entries(range).filter(([, value]) => value));
  try {
    await send("PATCH", `${API}/contexts/${context.id}`, {
      range: filled ? [...others, { for: kind, ...filled }] : others,
    });
  } catch (error) {
    throw error instanceof Refused ? new Refused(placed(error.problem, kind)) : error;
  }
}

/** Puts what is wrong with a range beside the field that it was typed into. */
export function placed(problem: Problem, kind: string): Problem {
  const fields: Record<string, string> =
    kind === "user"
      ? { start: "start", end: "end" }
      : { start: "inStart", end: "inEnd", did_length: "didLength" };
  const errors = problem.errors.map(error => {
    const part = /^range(?:\[\d+\])?(?:\.(\w+))?$/.exec(error.field);
    return part ? { ...error, field: fields[part[1] ?? "start"] ?? error.field } : error;
  });
  return { ...problem, errors };
}

/** An address of this computer, and what it is good for. */
export type OwnAddress = Schemas["HostAddress"];
export type Addresses = Schemas["HostAddresses"];

export const useAddresses = () => $api.useQuery("get", "/api/v1/setup/addresses");

/** Where each emergency number leads. */
export const useEmergency = () => $api.useQuery("get", "/api/v1/status/emergency");
