/** What the exchange finds for the search box. */
import { $api } from "@/api/client";
import { PAGE_OF } from "@/form/pages";

export interface Found {
  path: string;
  /** The list of things like it, which says what it is. */
  list: string;
  title: string;
  detail: string;
}

interface Answer {
  found: Found[];
  error: unknown;
  isAsking: boolean;
}

/** Asks for a question; what was found for an earlier one is not shown, so that nobody is led to it. */
export function useFound(question: string): Answer {
  const { data, error, isFetching } = $api.useQuery(
    "get",
    "/api/v1/search",
    { params: { query: { q: question } } },
    { enabled: question.length > 0 },
  );
  if (!data) return { found: [], error, isAsking: isFetching };
  const found = data.items.flatMap(({ noun, id, title, detail }) => {
    const list = PAGE_OF[noun];
    return list ? [{ path: `${list}/${id}`, list, title, detail }] : [];
  });
  return { found, error: null, isAsking: false };
}
