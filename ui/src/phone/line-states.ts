/** Which phones are logged in on a line, as it happens. Only the lines that are looked at are asked for, each when it changes. */
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, type Schemas } from "@/api/client";
import { listen } from "@/api/live";
import { Refused } from "@/api/problem";

type Contact = Schemas["ContactRow"];

/** A phone that is logged in. */
export interface Phone {
  address: string;
  transport: string;
  /** What it calls itself: whatever the phone says, so it is text and nothing else. */
  userAgent: string;
  /** When its registration lapses unless it is renewed, in milliseconds since the epoch. */
  lapsesMs: number;
}

/** What is known of a line: its phones; nothing yet; or nothing at all, because it could not be read. */
export type LineState = Phone[] | "waiting" | "unknown";

/** A part of the cache of its own: an event about one line must not have the whole list read again. */
const keyOf = (username: string) => ["line state", username];

/** The states of some lines, by username. */
export function useLineStates(usernames: string[]): Map<string, LineState> {
  const cache = useQueryClient();
  const distinct = [...new Set(usernames)];
  useEffect(
    () =>
      listen(event => {
        if (event.event === "registration" && event.kind === "line")
          void cache.invalidateQueries({ queryKey: keyOf(event.name) });
      }),
    [cache],
  );
  return useQueries({
    queries: distinct.map(username => ({
      queryKey: keyOf(username),
      queryFn: () => readPhones(username),
      staleTime: 30_000,
    })),
    combine: results =>
      new Map(
        results.map(({ data, error }, index) => [
          distinct[index] ?? "",
          data ?? (error ? "unknown" : "waiting"),
        ]),
      ),
  });
}

async function readPhones(username: string): Promise<Phone[]> {
  try {
    const { data } = await api.GET("/api/v1/status/peers/{name}", { params: { path: { name: username } } });
    return phonesOf(data?.contacts ?? [], Date.now());
  } catch (error) {
    // A line that was deleted a moment ago has no phones.
    if (error instanceof Refused && error.status === 404) return [];
    throw error;
  }
}

/** Reads the contacts of an answer that came at a moment. */
export function phonesOf(contacts: Contact[], nowMs: number): Phone[] {
  return contacts.map(contact => ({
    address: addressOf(contact.host, contact.port),
    transport: contact.transport.toUpperCase(),
    userAgent: contact.user_agent,
    lapsesMs: nowMs + contact.expires_seconds * 1_000,
  }));
}

/** Writes address and port; an IPv6 address needs its brackets (RFC 3986 section 3.2.2). */
export function addressOf(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
