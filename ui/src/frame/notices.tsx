/** Short notices at the edge of the page: what was done, with a way back. */
import { Suspense, useSyncExternalStore } from "react";
import { later } from "./later";

export interface Undo {
  label: string;
  act: () => void;
}

const load = () => import("./notices-shown");
const Place = later(() => load().then(one => one.NoticesPlace));

let isWanted = false;
const watchers = new Set<() => void>();

/** Says that something was done; `undo` takes it back. */
export function noticeDone(words: string, undo?: Undo): void {
  void notice().then(shown => shown.showDone(words, undo));
}

/** Says that something did not work. */
export function noticeFailed(words: string): void {
  void notice().then(shown => shown.showFailed(words));
}

function notice() {
  isWanted = true;
  for (const watcher of watchers) watcher();
  return load();
}

/** The place of notices, from the first one on. */
export function Notices() {
  const isThere = useSyncExternalStore(
    watcher => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => isWanted,
  );
  return <Suspense fallback={null}>{isThere && <Place />}</Suspense>;
}
