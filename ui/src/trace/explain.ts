/** Asks the exchange where a call would go. */
import { useQuery } from "@tanstack/react-query";
import { api, type Schemas } from "@/api/client";
import type { Asked } from "./question";

export type UnsavedEdit = Schemas["UnsavedEdit"];

/** Explains a call, with edits that are not saved yet. */
export function useExplanation(asked: Asked | null, edits: UnsavedEdit[] = []) {
  return useQuery({
    queryKey: ["get", "/api/v1/route/explain", asked, edits],
    queryFn: async () => {
      if (!asked) return null;
      const { kind, who, number, caller } = asked;
      const nobody = { context: null, line: null, trunk: null, user: null };
      const { data } = await api.POST("/api/v1/route/explain", {
        body: { ...nobody, [kind]: who, number: number.trim(), caller: caller || null, edits },
      });
      return data ?? null;
    },
    enabled: asked !== null,
    retry: false,
    placeholderData: before => before,
  });
}
