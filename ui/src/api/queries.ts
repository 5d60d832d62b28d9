/** The one cache of what the exchange said. */
import { QueryCache, QueryClient } from "@tanstack/react-query";
import { needsSignIn, Refused, Unreachable } from "./problem";

/** Retries while the exchange is silent; what it refused, it refuses again. */
const RETRIES = 2;

let onSignedOut = () => {};

/** Says what is to be done when the exchange no longer knows who asks. */
export function whenSignedOut(act: () => void): void {
  onSignedOut = act;
}

export const queries = new QueryClient({
  queryCache: new QueryCache({ onError: error => needsSignIn(error) && onSignedOut() }),
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
