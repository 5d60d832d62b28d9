/** What a phone must be told so that it can log in on a line. */
import { useQuery } from "@tanstack/react-query";
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

/** As the exchange writes it. */
interface Answer {
  username: string;
  display_name: string;
  extension: string | null;
  server: string;
  port: number;
  transport: Account["transport"];
  codecs: string[];
  registration_expiry: number;
  server_source: string | null;
}

/** The settings of the phone of a line. */
export function usePhoneSettings(lineId: number | undefined) {
  return useQuery({
    queryKey: ["get", `${API}/lines/{id}/phone-settings`, lineId],
    queryFn: () =>
      send<Answer>("GET", `${API}/lines/${lineId}/phone-settings`).then(acted => settingsOf(acted.answer)),
    enabled: lineId !== undefined,
  });
}

function settingsOf(answer: Answer): PhoneSettings {
  const { username, display_name: displayName, extension: number, server, port, transport } = answer;
  return {
    account: { username, displayName, number, server, port, transport },
    codecs: answer.codecs,
    expirySeconds: answer.registration_expiry,
    isReachable: answer.server_source !== null,
  };
}

/** Reads the stored password of a line. The audit has who looked. */
export async function showPassword(lineId: number): Promise<string> {
  const { answer } = await send<{ password: string | null }>("POST", `${API}/lines/${lineId}/secrets`);
  return answer.password ?? "";
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
