/** Parts of pages that nobody sees at first. They are fetched when somebody asks for them, or before, when there is nothing else to do. */
import { type ComponentType, lazy } from "react";

/** How long after the start the browser is given them to fetch: the first page needs its network and its time. */
const REST_MS = 3_000;

const loads = new Set<() => Promise<unknown>>();
let isRested = false;

/** A component that is fetched when it is first drawn. It stands within a `Suspense`. */
export function later<Props>(load: () => Promise<ComponentType<Props>>) {
  if (isRested) fetchSoon(load);
  else loads.add(load);
  return lazy(() => load().then(component => ({ default: component })));
}

/** Fetches all of them that are known by then: somebody who asks later waits for nothing, even where the exchange is gone. */
export function fetchRest(): void {
  setTimeout(() => {
    isRested = true;
    for (const load of loads) fetchSoon(load);
    loads.clear();
  }, REST_MS);
}

/** Fetches without haste; what does not come is asked for again by whoever needs it. */
function fetchSoon(load: () => Promise<unknown>): void {
  load().catch(() => undefined);
}
