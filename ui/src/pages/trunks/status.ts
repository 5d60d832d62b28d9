/** How trunks stand, as the exchange tells it. */
import { useQuery } from "@tanstack/react-query";
import { API, send } from "@/api/nouns";
import { type ListParams, queryOf } from "@/list/params";

export interface Place {
  host: string;
  port: number;
  transport: "udp" | "tcp";
  address?: string | null;
}

export type Refusal =
  | "password_missing"
  | "wrong_password"
  | "not_found"
  | "not_allowed"
  | "too_brief"
  | "unavailable"
  | "server_error"
  | "other";

export type TrunkState =
  | {
      code: "registered";
      at: Place;
      username: string;
      since_ms: number;
      expires_seconds: number;
      next_refresh_ms?: number | null;
    }
  | { code: "registered_with_us"; at: Place; contact: string; user_agent: string; expires_ms: number }
  | { code: "reachable"; at: Place; round_trip_ms: number; since_ms: number }
  | { code: "not_probed"; at: Place }
  | { code: "incoming_only" }
  | { code: "registering"; at: Place; since_ms: number }
  | {
      code: "refused";
      at: Place;
      request: "register" | "invite" | "options";
      status: number;
      reason: string;
      refusal: Refusal;
      since_ms: number;
    }
  | { code: "silent"; at: Place; since_ms: number }
  | { code: "unreachable"; at: Place; since_ms: number }
  | { code: "name_not_found"; at: Place; since_ms: number }
  | { code: "address_missing"; at: Place }
  | { code: "never_registered"; username: string }
  | { code: "registration_expired"; at: Place; since_ms: number }
  | { code: "unregistered"; at: Place; since_ms: number };

export interface TrunkStatus {
  id: number;
  name: string;
  context: string;
  connection_type: "friend" | "peer" | "user";
  addressing: "dynamic" | "static";
  registers: boolean;
  state: TrunkState;
  health: "up" | "unknown" | "down";
  sentence: string;
  remedy?: string | null;
  last_code?: number | null;
  last_reason?: string | null;
  last_at_ms?: number | null;
  next_try_ms?: number | null;
  calls: number;
  call_limit?: number | null;
}

/** Events tell of most changes at once; when the next refresh is, only the next look tells. */
const LOOK_EVERY_MS = 10_000;

const PATH = `${API}/status/trunks`;

export function useTrunkStates(params: ListParams) {
  const asked = queryOf(params);
  return useQuery({
    queryKey: ["get", PATH, asked],
    queryFn: () => {
      const question = new URLSearchParams(Object.entries(asked).map(([key, value]) => [key, String(value)]));
      return send<{ items: TrunkStatus[]; total: number }>("GET", `${PATH}?${question}`).then(
        acted => acted.answer,
      );
    },
    refetchInterval: LOOK_EVERY_MS,
    placeholderData: before => before,
  });
}

export function useTrunkState(id: number) {
  return useQuery({
    queryKey: ["get", `${PATH}/{id}`, id],
    queryFn: () => send<TrunkStatus>("GET", `${PATH}/${id}`).then(acted => acted.answer),
    refetchInterval: LOOK_EVERY_MS,
  });
}
