/** The one cache of what the exchange said. */
import { QueryClient } from "@tanstack/react-query";
import { Refused, Unreachable } from "./problem";

/** Retries while the exchange is silent; what it refused, it refuses again. */
const RETRIES = 2;

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // Events tell when something changed.
      refetchOnWindowFocus: false,
      retry: (failures, error) => error instanceof Unreachable && failures < RETRIES,
    },
    mutations: { retry: false },
  },
});

/** Has every query whose path begins so read again. */
export function readAgain(...paths: string[]): void {
  void queries.invalidateQueries({
    predicate: query => {
      const path = query.queryKey[1];
      return typeof path === "string" && paths.some(start => path.startsWith(start));
    },
  });
}

export function isRefused(error: unknown, status: number): boolean {
  return error instanceof Refused && error.status === status;
}
