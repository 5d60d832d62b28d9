/** The first page of a visit shows its head before the rest of it is made: on a slow phone, a form takes a while. */
import { useDeferredValue, useEffect } from "react";

let isFirst = true;

/** Says whether the rest is due. On every further page, which comes from one that is there, it is at once. */
export function useIsRestDue(): boolean {
  useEffect(() => {
    isFirst = false;
  }, []);
  return useDeferredValue(true, !isFirst);
}
