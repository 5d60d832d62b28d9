/** The sound files of the exchange: list, upload with progress, delete. */
import { $api, type Schemas } from "@/api/client";
import { API, send } from "@/api/nouns";
import { Refused, refusedBy, Unreachable } from "@/api/problem";
import { type ListParams, queryOf } from "@/list/params";

export type Sound = Schemas["SoundRow"];

/** The largest file that the exchange takes: whoever has a larger one need not wait to be told so. */
export const FILE_MAX = 48 << 20;

const PATH = `${API}/sounds`;

export function useSounds(params: ListParams) {
  return $api.useQuery(
    "get",
    "/api/v1/sounds",
    { params: { query: queryOf(params) } },
    { placeholderData: before => before },
  );
}

/** Where a sound can be heard. */
export const audioOf = (name: string) => `${PATH}/${encodeURIComponent(name)}`;

export const deleteSound = (name: string) => send<undefined>("DELETE", audioOf(name));

/** Sends a file; `progress` hears how many bytes have left. Only this old kind of request tells that. */
export function uploadSound(
  { name, file, replace }: { name: string; file: File; replace: boolean },
  progress: (sent: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${PATH}?${new URLSearchParams({ name, replace: String(replace) })}`);
    request.setRequestHeader("content-type", "audio/wav");
    request.upload.onprogress = event => progress(event.loaded);
    request.onerror = () => reject(new Unreachable());
    request.onload = () => {
      if (request.status < 300) return resolve();
      const { status, statusText, responseText } = request;
      refusedBy(new Response(responseText, { status, statusText })).then(reject, reject);
    };
    request.send(file);
  });
}

/** A name as the exchange takes it, made of the name of a file. */
export function nameOfFile(file: string): string {
  return file
    .replace(/\.[^./]*$/, "")
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^A-Za-z0-9_-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, NAME_MAX);
}

/** The longest name of a sound. */
const NAME_MAX = 80;

/** What is wrong with an upload, where it is about the name or the file. */
export function fieldsOf(error: unknown) {
  const errors = error instanceof Refused ? error.problem.errors : [];
  const ofName = errors.find(one => one.field === "name");
  return { name: ofName, file: errors.find(one => one !== ofName) };
}
