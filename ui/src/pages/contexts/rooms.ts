/** What the picture of the contexts is made of: contexts, the trunks that enter them, the outgoing calls that leave from them. */
import { useMemo } from "react";
import { $api } from "@/api/client";
import type { Room } from "./graph";

/** More contexts than this, and nobody could read the picture. */
const ROOMS_MAX = 200;

/** Trunks and outgoing calls looked at. */
const ENTRIES_MAX = 1_000;

/** A trunk whose calls can reach an outgoing call. */
export interface Leak {
  trunk: string;
  context: string;
  outgoing_call: string;
  /** Whether they may really leave; if not, only that setting keeps them in. */
  transit: boolean;
}

export function useRooms() {
  const contexts = $api.useQuery("get", "/api/v1/contexts", { params: { query: { limit: ROOMS_MAX } } });
  const trunks = $api.useQuery("get", "/api/v1/trunks", { params: { query: { limit: ENTRIES_MAX } } });
  const outgoing = $api.useQuery("get", "/api/v1/outgoing-calls", {
    params: { query: { limit: ENTRIES_MAX } },
  });
  const rooms = useMemo(() => {
    if (!contexts.data || !trunks.data || !outgoing.data) return undefined;
    const namesIn = (rows: { name: string | null; context: unknown }[], context: string | null) =>
      rows.filter(row => row.context === context).map(row => row.name ?? "");
    return contexts.data.items.map(
      ({ id, name, label, kind, includes }): Room => ({
        id,
        name: name ?? "",
        label: label ?? null,
        kind: kind ?? "internal",
        includes: (includes ?? []).map(String),
        trunks: namesIn(trunks.data.items, name),
        outgoing: namesIn(outgoing.data.items, name),
      }),
    );
  }, [contexts.data, trunks.data, outgoing.data]);
  return {
    rooms,
    error: contexts.error ?? trunks.error ?? outgoing.error,
    refetch: () => {
      for (const query of [contexts, trunks, outgoing]) void query.refetch();
    },
  };
}

/** The exchange's own warnings about calls that could leave where they came in. */
export function useLeaks(): Leak[] {
  const warnings = $api.useQuery("get", "/api/v1/status/warnings").data?.items ?? [];
  return warnings.flatMap(warning => (warning.kind === "trunk_reaches_outgoing_call" ? [warning] : []));
}
