/** What happens in the exchange, as it happens: one stream for the whole application, which marks cached answers as old. */
import { useSyncExternalStore } from "react";
import type { Schemas } from "./client";
import { queries, readAgain } from "./queries";

export type LiveEvent = Schemas["Event"];

/** Whether the stream is there. It is `lost` once it has been silent for longer than a blink. */
export type Connection = "connecting" | "live" | "lost";

/** How long a break may last before the page says so. */
const BLINK_MS = 900;

/** Answers are read again at most this often, however much happens. */
const GATHER_MS = 300;

/** The longest pause between two tries. */
const RETRY_MAX_MS = 5_000;

/** Which answers each event makes old. */
const TOUCHED: Record<string, string[]> = {
  call: ["/api/v1/calls", "/api/v1/call-logs", "/api/v1/status/dashboard", "/api/v1/status/trunks"],
  registration: [
    "/api/v1/status/peers",
    "/api/v1/status/registrations",
    "/api/v1/status/trunks",
    "/api/v1/status/dashboard",
  ],
  trunk: ["/api/v1/status", "/api/v1/trunks"],
  stops: ["/api/v1/security/stops", "/api/v1/security/limits", "/api/v1/status/dashboard"],
  emergency_call: ["/api/v1/status/dashboard"],
  bans: ["/api/v1/security/bans", "/api/v1/status/dashboard"],
};

let connection: Connection = "connecting";
let source: EventSource | null = null;
let lostTimer: ReturnType<typeof setTimeout> | undefined;
let retryTimer: ReturnType<typeof setTimeout> | undefined;
let gatherTimer: ReturnType<typeof setTimeout> | undefined;
let retryMs = 500;
const touched = new Set<string>();
const watchers = new Set<() => void>();
const listeners = new Set<(event: LiveEvent) => void>();

/** Starts to follow, once somebody is signed in. */
export function follow(): void {
  if (source) return;
  source = new EventSource("/api/v1/events");
  source.onopen = () => {
    clearTimeout(lostTimer);
    lostTimer = undefined;
    retryMs = 500;
    if (connection === "lost") void queries.invalidateQueries();
    become("live");
  };
  source.onerror = onBreak;
  for (const name of ["call", "registration", "trunk", "bans", "stops", "emergency_call", "config", "resync"])
    source.addEventListener(name, onEvent);
}

/** Stops, when nobody is signed in any more. */
export function unfollow(): void {
  source?.close();
  source = null;
  clearTimeout(lostTimer);
  clearTimeout(retryTimer);
  lostTimer = undefined;
  become("connecting");
}

/** Hears every event until the returned function is called. */
export function listen(listener: (event: LiveEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says whether what is shown is up to date. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    watcher => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => connection,
  );
}

function onBreak(): void {
  lostTimer ??= setTimeout(() => become("lost"), BLINK_MS);
  // A stream that was refused is closed for good: the browser tries again only after a break.
  if (source?.readyState === EventSource.CLOSED) {
    source = null;
    clearTimeout(retryTimer);
    retryTimer = setTimeout(follow, retryMs);
    retryMs = Math.min(retryMs * 2, RETRY_MAX_MS);
  }
}

function onEvent(message: MessageEvent<string>): void {
  const event = JSON.parse(message.data) as LiveEvent;
  for (const listener of listeners) listener(event);
  if (event.event === "resync") return void queries.invalidateQueries();
  for (const path of pathsOf(event)) touched.add(path);
  if (gatherTimer !== undefined) return;
  gatherTimer = setTimeout(() => {
    gatherTimer = undefined;
    readAgain(...touched);
    touched.clear();
  }, GATHER_MS);
}

function pathsOf(event: LiveEvent): string[] {
  // A change of the configuration can show anywhere: names are in every list.
  return TOUCHED[event.event] ?? ["/api/v1/"];
}

function become(next: Connection): void {
  if (connection === next) return;
  connection = next;
  for (const watcher of watchers) watcher();
}
