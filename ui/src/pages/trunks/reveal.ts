/** Shows a stored password of a trunk to whoever may see it; the exchange records who looked. */
import type { Schemas } from "@/api/client";
import { API, send } from "@/api/nouns";
import { useMay } from "@/api/session";

type Shown = Schemas["ShownSecrets"];

/** Returns the function that asks for a password; none for a trunk that is not stored, or without the permission. */
export function useReveal(id: number | undefined, which: keyof Shown) {
  const maySee = useMay("secrets");
  if (id === undefined || !maySee) return undefined;
  return async () => (await send<Shown>("POST", `${API}/trunks/${id}/secrets`)).answer[which] ?? "";
}
