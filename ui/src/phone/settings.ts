/** What a phone must be told so that it can log in on a line. */
import { useQuery } from "@tanstack/react-query";
import { $api, api, type Schemas } from "@/api/client";
import { API, send } from "@/api/nouns";
import type { Account } from "./qr-text";

/** What the exchange says of a line's phone. */
export interface PhoneSettings {
  account: Account;
  codecs: string[];
  /** Seconds between two registrations. */
  expirySeconds: number;
  /** The exchange knows an address that phones can reach. */
  isReachable: boolean;
}

/** The settings of the phone of a line. */
export function usePhoneSettings(lineId: number | undefined) {
  return $api.useQuery(
    "get",
    "/api/v1/lines/{id}/phone-settings",
    { params: { path: { id: lineId ?? 0 } } },
    { enabled: lineId !== undefined, select: settingsOf },
  );
}

function settingsOf(answer: Schemas["PhoneSettings"]): PhoneSettings {
  const { username, display_name: displayName, server, port, transport } = answer;
  return {
    account: { username, displayName, number: answer.extension ?? null, server, port, transport },
    codecs: answer.codecs,
    expirySeconds: answer.registration_expiry,
    isReachable: answer.server_source != null,
  };
}

/** Reads the stored password of a line. The audit has who looked. */
export async function showPassword(lineId: number): Promise<string> {
  const { data } = await api.POST("/api/v1/lines/{id}/secrets", { params: { path: { id: lineId } } });
  return data?.password ?? "";
}

/** The identity of the line with a username: inside its user a line is known by its username alone. */
export function useLineId(username: string | undefined): number | undefined {
  const question = new URLSearchParams({ search: username ?? "", limit: "1000" });
  const found = useQuery({
    queryKey: ["get", `${API}/lines`, "by username", username],
    queryFn: () =>
      send<{ items: { id: number; username: string | null }[] }>("GET", `${API}/lines?${question}`).then(
        acted => acted.answer.items.find(line => line.username === username)?.id ?? null,
      ),
    enabled: Boolean(username),
  });
  return found.data ?? undefined;
}
