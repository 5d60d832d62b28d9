/** The context that a new noun begins with: the first of the kind that holds it. */
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { API, send } from "@/api/nouns";

interface UsualContext {
  name: string | null;
  isWaiting: boolean;
}

export function useUsualContext(kind: Schemas["ContextKind"]): UsualContext {
  const contexts = useQuery({
    queryKey: ["get", `${API}/contexts`, "all"],
    queryFn: () =>
      send<{ items: Schemas["Context"][] }>("GET", `${API}/contexts`).then(acted => acted.answer.items),
  });
  return {
    name: contexts.data?.find(context => context.kind === kind)?.name ?? null,
    isWaiting: !contexts.isFetched,
  };
}
