/** What the exchange says of a file of users, before and after it is imported. */
import { sendFile } from "@/api/nouns";
import type { ProblemField } from "@/api/problem";

/** Largest file that is sent: the exchange takes no larger request. */
export const FILE_MAX = 8 * 1024 * 1024;

/** What happens with a row. */
export type RowVerb = "create" | "update" | "same" | "error";

/** A row of the file. */
export interface ImportRow {
  /** Its line in the file, the header being the first. */
  line: number;
  /** Whom it is about. */
  name: string;
  verb: RowVerb;
  errors: ProblemField[];
}

/** As the exchange writes it. */
interface Answer {
  rows: { line: number; name: string; verb: string | null; errors: ProblemField[] }[];
}

/** What became of a file. */
export interface Import {
  rows: ImportRow[];
  revision: number | null;
}

/** How many rows do what. */
export type Counts = Record<RowVerb, number>;

/** Has a file checked, or imported. */
export async function importUsers(file: Blob, isDry: boolean): Promise<Import> {
  const path = `/api/v1/users/import?dry_run=${isDry}`;
  const { answer, revision } = await sendFile<Answer>(path, file, "text/csv");
  return { rows: answer.rows.map(rowOf), revision };
}

function rowOf({ line, name, verb, errors }: Answer["rows"][number]): ImportRow {
  const does = errors.length > 0 ? "error" : verb === "create" || verb === "update" ? verb : "same";
  return { line, name, verb: does, errors };
}

export function countsOf(rows: ImportRow[]): Counts {
  const counts: Counts = { create: 0, update: 0, same: 0, error: 0 };
  for (const row of rows) counts[row.verb] += 1;
  return counts;
}
