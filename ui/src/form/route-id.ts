/** Which noun a page shows: the id at the end of its address. */
import { useParams } from "@tanstack/react-router";

/** The id in the address; what is no number is the id of nothing. */
export function useRouteId(): number {
  const { id } = useParams({ strict: false });
  return Number(id);
}
