/** The configured nouns, each with the same five acts. */
import type { Schemas } from "./client";
import { refusedBy, Unreachable } from "./problem";

/** What people type of each noun. */
export interface Drafts {
  contexts: Schemas["ContextDraft"];
  users: Schemas["UserDraft"];
  lines: Schemas["LineDraft"];
  extensions: Schemas["ExtensionDraft"];
  trunks: Schemas["TrunkDraft"];
  "outgoing-calls": Schemas["OutgoingCallDraft"];
  "incoming-calls": Schemas["IncomingCallDraft"];
}

export type NounName = keyof Drafts;
export type Stored<Name extends NounName> = Drafts[Name] & { id: number };

/** What an act came to, and the revision that it made. */
export interface Acted<Answer> {
  answer: Answer;
  revision: number | null;
}

export const API = "/api/v1";

/** Sends a request that the typed client has no words for, with the same errors. */
export function send<Answer>(method: string, path: string, body?: unknown): Promise<Acted<Answer>> {
  if (body === undefined) return ask(path, { method });
  return ask(path, {
    method,
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
}

/** Sends a file as it is. */
export function sendFile<Answer>(path: string, file: Blob, type: string): Promise<Acted<Answer>> {
  return ask(path, { method: "POST", body: file, headers: { "content-type": type } });
}

async function ask<Answer>(path: string, request: RequestInit): Promise<Acted<Answer>> {
  const response = await fetch(path, { credentials: "same-origin", ...request }).catch(() => {
    throw new Unreachable();
  });
  if (!response.ok) throw await refusedBy(response);
  const answer = response.status === 204 ? undefined : await response.json();
  return { answer: answer as Answer, revision: revisionOf(response) };
}

export const readNoun = <Name extends NounName>(noun: Name, id: number) =>
  send<Stored<Name>>("GET", `${API}/${noun}/${id}`).then(acted => acted.answer);

export const createNoun = <Name extends NounName>(noun: Name, draft: Drafts[Name]) =>
  send<Stored<Name>>("POST", `${API}/${noun}`, draft);

export const replaceNoun = <Name extends NounName>(noun: Name, id: number, draft: Drafts[Name]) =>
  send<Stored<Name>>("PUT", `${API}/${noun}/${id}`, draft);

export const deleteNoun = (noun: NounName, id: number) => send<undefined>("DELETE", `${API}/${noun}/${id}`);

/** Takes back what a revision did. */
export const undoRevision = (revision: number) => send<unknown>("POST", `${API}/revisions/${revision}/undo`);

/** The number of the revision that a change made, if it made one. */
export function revisionOf(response: Response): number | null {
  const number = Number(response.headers.get("x-revision") ?? Number.NaN);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}
