/** A trunk's state as a sentence, and what to do about it. Which state it is, the exchange decides. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { type Format, useFormat } from "@/i18n/format";
import type { Place, TrunkState, TrunkStatus } from "./status";

type Words = TFunction<"trunks">;

/** The ports that nobody needs to be told (RFC 3261 section 19.1.2). */
const USUAL_PORT = { udp: 5060, tcp: 5060, tls: 5061 };

/** Returns the functions that put states into the reader's words. */
export function useStateWords() {
  const { t } = useTranslation("trunks");
  const format = useFormat();
  return {
    sentence: (row: TrunkStatus, now: number) => sentence(t, format, row, now),
    remedy: (row: TrunkStatus) => remedy(t, row),
    /** The same of a state alone; `known` is what the exchange itself says of it. */
    sentenceOf: (state: TrunkState, known: string) => sentence(t, format, { state, sentence: known }, 0),
    remedyOf: (state: TrunkState, known: string | null | undefined) => remedy(t, { state, remedy: known }),
    place: (at: Place) => placeOf(t, at),
  };
}

/** Says how a trunk stands; a state that these words do not know yet, in the exchange's own words. */
export function sentence(
  t: Words,
  format: Format,
  row: Pick<TrunkStatus, "state" | "sentence">,
  now: number,
): string {
  const { state } = row;
  const since = (ms: number) => format.duration(now - ms);
  switch (state.code) {
    case "registered": {
      const next = state.next_refresh_ms;
      const words = { host: hostOf(state.at), since: since(state.since_ms) };
      return next == null || next <= now
        ? t("state.refreshing", words)
        : t("state.registered", { ...words, next: format.duration(next - now) });
    }
    case "registered_with_us":
      return t("state.registered_with_us", {
        host: hostOf(state.at),
        left: format.duration(state.expires_ms - now),
      });
    case "reachable": {
      const trip = format.number(state.round_trip_ms, state.round_trip_ms < 10 ? 1 : 0);
      return t("state.reachable", { place: placeOf(t, state.at), trip });
    }
    case "registering":
      return t("state.registering", { place: placeOf(t, state.at), since: since(state.since_ms) });
    case "not_probed":
    case "silent":
    case "unreachable":
      return t(`state.${state.code}`, { place: placeOf(t, state.at) });
    case "tls_failed": {
      const words = { place: placeOf(t, state.at), why: t(`tls.${state.fault}`), shown: state.shown };
      return t(state.shown ? "state.tls_shown" : "state.tls_failed", words);
    }
    case "name_not_found":
      return t("state.name_not_found", { name: state.at.host });
    case "address_missing":
    case "registration_expired":
    case "unregistered":
      return t(`state.${state.code}`, { host: hostOf(state.at) });
    case "never_registered":
      return t("state.never_registered", { username: state.username });
    case "incoming_only":
    case "disabled":
      return t(`state.${state.code}`);
    case "refused":
      return t("state.refused", { status: state.status, why: why(t, state) });
    default:
      return row.sentence;
  }
}

type Refused = Extract<TrunkState, { code: "refused" }>;

function why(t: Words, { refusal, request }: Refused): string {
  const isRegister = request === "register";
  switch (refusal) {
    case "wrong_password":
      return t(request === "invite" ? "why.wrong_password_calls" : "why.wrong_password");
    case "not_found":
      return t(isRegister ? "why.not_found_register" : "why.not_found");
    case "not_allowed":
      return t(isRegister ? "why.not_allowed_register" : "why.not_allowed");
    default:
      return t(`why.${refusal}`);
  }
}

/** Says what to do, where something is to be done. */
export function remedy(t: Words, row: Pick<TrunkStatus, "state" | "remedy">): string | undefined {
  const { state } = row;
  switch (state.code) {
    case "registered":
    case "registered_with_us":
    case "reachable":
    case "incoming_only":
    case "registering":
      return undefined;
    case "never_registered":
      return t("remedy.never_registered", { username: state.username });
    case "refused":
      return remedyOf(t, state);
    case "tls_failed":
      return t(`tlsRemedy.${state.fault}`);
    case "disabled":
    case "not_probed":
    case "silent":
    case "unreachable":
    case "name_not_found":
    case "address_missing":
    case "registration_expired":
    case "unregistered":
      return t(`remedy.${state.code}`);
    default:
      return row.remedy ?? undefined;
  }
}

function remedyOf(t: Words, { refusal, request }: Refused): string {
  const isRegister = request === "register";
  switch (refusal) {
    case "password_missing":
      return t(isRegister ? "remedy.password_missing_register" : "remedy.password_missing");
    case "wrong_password":
      return t(isRegister ? "remedy.wrong_password_register" : "remedy.wrong_password");
    case "not_found":
      return t(isRegister ? "remedy.not_found_register" : "remedy.not_found");
    case "not_allowed":
      return t(isRegister ? "remedy.not_allowed_register" : "remedy.log");
    case "too_brief":
      return t("remedy.too_brief");
    default:
      return t("remedy.log");
  }
}

/** "10.0.0.2", or "10.0.0.2:5080" where the port is another than usual. */
export function hostOf({ host, port, transport }: Place): string {
  return port === USUAL_PORT[transport] ? host : `${bracketed(host)}:${port}`;
}

/** "10.0.0.2:5060 over UDP", with the address that a name stood for. */
function placeOf(t: Words, place: Place): string {
  const host = `${bracketed(place.host)}:${place.port}`;
  const transport = t(`transports.${place.transport}`);
  return place.address && place.address !== host
    ? t("state.placeUsed", { host, address: place.address, transport })
    : t("state.place", { host, transport });
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
