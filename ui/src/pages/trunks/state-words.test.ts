import i18next, { type TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import { formats } from "@/i18n/format";
import en from "@/words/en/trunks";
import fr from "@/words/fr/trunks";
import { hostOf, remedy, sentence } from "./state-words";
import type { TrunkState, TrunkStatus } from "./status";

const NOW = 1_800_000_000_000;
const at = { host: "10.0.0.2", port: 5060, transport: "udp" as const, address: "10.0.0.2:5060" };

function wordsOf(language: "en" | "fr"): TFunction<"trunks"> {
  const instance = i18next.createInstance();
  void instance.init({ lng: language, resources: { [language]: { trunks: language === "fr" ? fr : en } } });
  return instance.getFixedT(language, "trunks") as unknown as TFunction<"trunks">;
}

function row(state: TrunkState): TrunkStatus {
  return {
    id: 1,
    name: "xivo-trunk",
    context: "Incalls",
    connection_type: "friend",
    addressing: "static",
    registers: true,
    weak_password: false,
    state,
    health: "down",
    sentence: "in the exchange's own words",
    remedy: "do this",
    calls: 0,
  };
}

const plain = (text: string | undefined) => text?.replaceAll(/[\u00a0\u202f]/g, " ");
const say = (state: TrunkState, language: "en" | "fr" = "en") =>
  plain(sentence(wordsOf(language), formats(language), row(state), NOW));
const advise = (state: TrunkState) => remedy(wordsOf("en"), row(state));

const refused = { code: "refused" as const, at, reason: "Forbidden", since_ms: NOW };

/** One of each code. */
const STATES: TrunkState[] = [
  { code: "registered", at, username: "u", since_ms: NOW - 180_000, expires_seconds: 120 },
  { code: "registered_with_us", at, contact: "sip:u@10.0.0.2", user_agent: "x", expires_ms: NOW + 60_000 },
  { code: "reachable", at, round_trip_ms: 3.2, since_ms: NOW },
  { code: "not_probed", at },
  { code: "incoming_only" },
  { code: "disabled" },
  { code: "registering", at, since_ms: NOW - 2_000 },
  { ...refused, request: "register", status: 403, refusal: "wrong_password" },
  { code: "silent", at, since_ms: NOW },
  { code: "unreachable", at, since_ms: NOW },
  { code: "name_not_found", at: { ...at, host: "sip.example.org" }, since_ms: NOW },
  { code: "tls_failed", at, fault: "expired", shown: "AB:CD", since_ms: NOW },
  { code: "tls_failed", at, fault: "no_tls", since_ms: NOW },
  { code: "address_missing", at },
  { code: "never_registered", username: "xivo-trunk" },
  { code: "registration_expired", at, since_ms: NOW },
  { code: "unregistered", at, since_ms: NOW },
];

describe("the sentence of a trunk", () => {
  it("says since when it is registered and when that is refreshed", () => {
    const registered: TrunkState = {
      code: "registered",
      at,
      username: "u",
      since_ms: NOW - 180_000,
      expires_seconds: 120,
      next_refresh_ms: NOW + 42_000,
    };
    expect(say(registered)).toBe("Registered at 10.0.0.2 for 3 min, next refresh in 42 s");
    expect(say({ ...registered, next_refresh_ms: null })).toBe(
      "Registered at 10.0.0.2 for 3 min, being refreshed now",
    );
    expect(say(registered, "fr")).toBe(
      "Enregistré chez 10.0.0.2 depuis 3 min, prochain renouvellement dans 42 s",
    );
  });

  it("says what a refusal means", () => {
    const state: TrunkState = { ...refused, request: "register", status: 403, refusal: "wrong_password" };
    expect(say(state)).toBe("Refused with 403: the other side does not accept this password");
    expect(advise(state)).toContain("Register tab");
    expect(advise({ ...state, request: "invite" })).not.toContain("Register tab");
  });

  it("asks the questions that silence asks", () => {
    expect(say({ code: "silent", at, since_ms: NOW })).toBe(
      "Nothing answers at 10.0.0.2:5060 over UDP: is it running, is the port open?",
    );
    const named = { ...at, host: "sip.example.org", address: "192.0.2.7:5060" };
    expect(say({ code: "silent", at: named, since_ms: NOW })).toContain(
      "sip.example.org:5060 (192.0.2.7:5060) over UDP",
    );
  });

  it("shows the certificate that is not believed, so that it can be compared and entered", () => {
    const over = { ...at, port: 5061, transport: "tls" as const, address: "10.0.0.2:5061" };
    const state: TrunkState = {
      code: "tls_failed",
      at: over,
      fault: "unknown_issuer",
      shown: "AB:CD",
      since_ms: NOW,
    };
    expect(say(state)).toBe(
      "No connection with 10.0.0.2:5061 over TLS: no authority that we trust vouches for its certificate. Its SHA-256 is AB:CD",
    );
    expect(advise(state)).toContain("fingerprint");
  });

  it("is another one for every code, in both languages", () => {
    for (const language of ["en", "fr"] as const) {
      const said = STATES.map(state => say(state, language));
      expect(new Set(said).size).toBe(STATES.length);
      for (const text of said) expect(text).not.toMatch(/\{\{|state\.|undefined|exchange's own/);
    }
  });

  it("is the exchange's own for a code of tomorrow", () => {
    const state = { code: "frozen" } as unknown as TrunkState;
    expect(say(state)).toBe("in the exchange's own words");
    expect(advise(state)).toBe("do this");
  });

  it("advises whatever does not work", () => {
    const idle = ["registered", "registered_with_us", "reachable", "incoming_only", "registering"];
    for (const state of STATES) expect(advise(state) === undefined).toBe(idle.includes(state.code));
  });
});

describe("a host", () => {
  it("shows its port only where it is another than usual", () => {
    expect(hostOf(at)).toBe("10.0.0.2");
    expect(hostOf({ ...at, port: 5080 })).toBe("10.0.0.2:5080");
    expect(hostOf({ ...at, port: 5061, transport: "tls" })).toBe("10.0.0.2");
    expect(hostOf({ ...at, host: "2001:db8::1", port: 5080 })).toBe("[2001:db8::1]:5080");
  });
});
