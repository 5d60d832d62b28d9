/** What the exchange says of a file of users, before and after it is imported. */
import { sendFile } from "@/api/nouns";
import type { ProblemField } from "@/api/problem";

/** Largest file that is sent: the exchange takes no larger request. */
export const FILE_MAX = 32 * 1024 * 1024;

/** What happens with a row. */
export type RowVerb = "create" | "update" | "unchanged" | "refused";

/** A row of the file. */
export interface ImportRow {
  /** Its line in the file, the header being the first. */
  line: number;
  /** Whom it is about. */
  name: string;
  verb: RowVerb;
  /** What is wrong with it; the fields are columns. */
  errors: ProblemField[];
}

/** How many rows do what. */
export type Totals = Record<RowVerb, number>;

/** What becomes of a file. */
export interface Import {
  rows: ImportRow[];
  totals: Totals;
  /** It was done: where a row is refused none is done. */
  applied: boolean;
  revision: number | null;
}

/** Has a file checked, or imported. */
export async function importUsers(file: Blob, isDry: boolean): Promise<Import> {
  const { answer } = await sendFile<Import>(`/api/v1/users/import?dry_run=${isDry}`, file, "text/csv");
  return answer;
}
