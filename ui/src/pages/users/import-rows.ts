/** What the exchange says of a file of users, before and after it is imported. */
import type { Schemas } from "@/api/client";
import { sendFile } from "@/api/nouns";

/** Largest file that is sent: the exchange takes no larger request. */
export const FILE_MAX = 32 * 1024 * 1024;

/** What becomes of a file: where a row is refused none is done. */
export type Import = Schemas["ImportedFile"];

/** A row of the file; what is wrong with it is told by column. */
export type ImportRow = Schemas["ImportedRow"];

/** What happens with a row. */
export type RowVerb = Schemas["ImportVerb"];

/** How many rows do what. */
export type Totals = Schemas["ImportTotals"];

/** Has a file checked, or imported. */
export async function importUsers(file: Blob, isDry: boolean): Promise<Import> {
  const { answer } = await sendFile<Import>(`/api/v1/users/import?dry_run=${isDry}`, file, "text/csv");
  return answer;
}
