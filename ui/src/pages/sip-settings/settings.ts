/** The general SIP settings: one set, read and saved as a whole. */
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { API, send } from "@/api/nouns";

export type Settings = Schemas["GeneralDraft"];

const PATH = `${API}/settings/sip`;

export function useSettings() {
  return useQuery({
    queryKey: ["get", PATH],
    queryFn: () => send<Settings>("GET", PATH).then(acted => acted.answer),
    // What somebody is typing must not be replaced under his hands.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

export const replaceSettings = (draft: Settings) => send<Settings>("PUT", PATH, draft);
