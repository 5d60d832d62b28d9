/** Brings a backup here, and sends one there, telling how far it is. */

import type { Schemas } from "@/api/client";
import { API } from "@/api/nouns";
import { Refused, refusedBy, Unreachable } from "@/api/problem";

export type Restored = Schemas["Restored"];

/** How far a transfer is, in bytes; the total is not always known. */
export interface Far {
  done: number;
  total: number | null;
}

/** A backup as it came, with the name that the exchange gave it. */
export interface Taken {
  file: Blob;
  name: string;
}

/** The header with a backup's passphrase; a header is ASCII, so it goes percent-encoded. */
const PASSPHRASE = "x-backup-passphrase";

/** Takes a backup; with a passphrase it can be restored on another exchange. */
export async function takeBackup(
  callLogs: boolean,
  passphrase: string,
  tell: (far: Far) => void,
  signal: AbortSignal,
): Promise<Taken> {
  const response = await fetch(`${API}/backup?call_logs=${callLogs}`, {
    credentials: "same-origin",
    headers: passphrase ? { [PASSPHRASE]: encodeURIComponent(passphrase) } : {},
    signal,
  }).catch(failed);
  if (!response.ok) throw await refusedBy(response);
  const total = Number(response.headers.get("content-length")) || null;
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  const reader = response.body?.getReader();
  while (reader) {
    const piece = await reader.read().catch(failed);
    if (piece.done) break;
    pieces.push(piece.value);
    done += piece.value.length;
    tell({ done, total });
  }
  // Half a backup is none.
  if (total !== null && done < total) throw new Unreachable();
  return { file: new Blob(pieces), name: nameOf(response.headers.get("content-disposition")) };
}

/** The name of the file within the header that gives it. */
export function nameOf(disposition: string | null): string {
  return /filename="([\w.-]+)"/.exec(disposition ?? "")?.[1] ?? "strowger.backup";
}

/** Has the browser keep a file as it keeps others. */
export function keep({ file, name }: Taken): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser needs the address until it has begun to write.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export interface Sent {
  restored: Restored;
  revision: number | null;
}

/** Sends a backup; with `isTried` the exchange only says what it would do. */
export function sendBackup(
  file: File,
  passphrase: string,
  isTried: boolean,
  tell: (far: Far) => void,
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    // Of all ways to send, only this one tells how far it is.
    const request = new XMLHttpRequest();
    request.open("POST", `${API}/restore?dry_run=${isTried}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    if (passphrase) request.setRequestHeader(PASSPHRASE, encodeURIComponent(passphrase));
    request.upload.onprogress = event => tell({ done: event.loaded, total: event.total });
    request.onerror = () => reject(new Unreachable());
    request.onload = () => {
      if (request.status === 200) {
        const revision = Number(request.getResponseHeader("x-revision")) || null;
        return resolve({ restored: JSON.parse(request.responseText), revision });
      }
      const { status, statusText, responseText } = request;
      void refusedBy(new Response(responseText, { status, statusText })).then(reject);
    };
    request.send(file);
  });
}

function failed(error: unknown): never {
  throw error instanceof Refused || (error instanceof DOMException && error.name === "AbortError")
    ? error
    : new Unreachable();
}
