/** What the exchange finds for the search box. */
import { useQuery } from "@tanstack/react-query";
import { API, send } from "@/api/nouns";
import { PAGE_OF } from "@/form/pages";

export interface Found {
  path: string;
  title: string;
  detail: string;
}

interface Hit {
  noun: string;
  id: number;
  title: string;
  detail: string;
}

export function useFound(question: string): Found[] {
  const { data } = useQuery({
    queryKey: ["get", `${API}/search`, question],
    queryFn: () =>
      send<{ items: Hit[] }>("GET", `${API}/search?q=${encodeURIComponent(question)}`).then(
        acted => acted.answer.items,
      ),
    enabled: question.length > 0,
    placeholderData: before => before,
  });
  if (!data || question === "") return [];
  return data.flatMap(({ noun, id, title, detail }) => {
    const page = PAGE_OF[noun];
    return page ? [{ path: `${page}/${id}`, title, detail }] : [];
  });
}
