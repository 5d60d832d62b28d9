import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import en from "@/words/en/calls";
import { sayParty, sayWhy, sidesOf, stateOf, worstMos } from "./call-words";

const nobody = { line_name: "", name: "", number: "", trunk_name: "" };
const leg = (mos: number | null) => ({
  channel: "SIP/a-1",
  number: "1",
  state: "Up",
  encryption: { tls: false },
  media: { forged: 0, jitter_ms: 0, lost_rx: 0, lost_tx: 0, packets_rx: 1, packets_tx: 1, mos },
});

describe("a call in words", () => {
  const t = () => i18next.getFixedT("en", "calls");

  beforeAll(async () => {
    await i18next.init({
      lng: "en",
      resources: { en: { calls: en } },
      interpolation: { escapeValue: false },
    });
  });

  it("names a side by who it is, and says a number once", () => {
    expect(sayParty({ ...nobody, name: "Alice", number: "201" })).toBe("Alice (201)");
    expect(sayParty({ ...nobody, number: "201", name: "201" })).toBe("201");
    expect(sayParty({ ...nobody, trunk_name: "xivo-trunk", number: "101" })).toBe("xivo-trunk (101)");
    expect(sayParty(nobody)).toBe("–");
  });

  it("explains the answers that people meet, and passes on the others", () => {
    const outcome = { status: "failed" as const, reason: "Not Acceptable Here", sip_code: 488 };
    expect(sayWhy(t(), outcome)).toContain("no codec in common");
    expect(sayWhy(t(), { ...outcome, sip_code: 439, reason: "First Hop Lacks Outbound" })).toBe(
      "The answer was 439 First Hop Lacks Outbound.",
    );
    expect(sayWhy(t(), { status: "answered", reason: "", sip_code: 200, hangup_by: "callee" })).toBe(
      "The called side hung up.",
    );
  });

  it("takes the worse leg, and none where nothing was measured", () => {
    const call = { id: "1", dialled: "1", started_ms: 0, legs: [leg(4.2), leg(3.1)] };
    expect(worstMos(call)).toBe(3.1);
    expect(worstMos({ ...call, legs: [leg(null)] })).toBeNull();
    expect(stateOf({ ...call, answered_ms: 5 })).toBe("talking");
    expect(stateOf({ ...call, legs: [leg(null)] })).toBe("dialling");
  });

  it("does not blame the other side for what this exchange refused, nor repeat its English", () => {
    const why = sayWhy(t(), {
      status: "refused",
      reason: "nothing matches",
      sip_code: 404,
      hangup_by: "exchange",
    });
    expect(why).toBe("Nothing in reach of the caller has this number. This exchange answered 404 by itself.");
    const inVain = { reason: "No answer", sip_code: 480, hangup_by: "exchange" } as const;
    expect(sayWhy(t(), { ...inVain, status: "no_answer" })).toContain("nobody answered in time");
    expect(sayWhy(t(), { ...inVain, status: "unreachable" })).toContain(
      "No phone of the called side is registered",
    );
    const rare = sayWhy(t(), { status: "refused", reason: "no", sip_code: 699, hangup_by: "exchange" });
    expect(rare).toBe("The exchange ended it. This exchange answered 699 by itself.");
  });

  it("has a sentence for every answer that it explains", () => {
    for (let code = 300; code < 700; code += 1)
      for (const hangup_by of ["callee", "exchange"] as const)
        expect(sayWhy(t(), { status: "failed", reason: "R", sip_code: code, hangup_by })).not.toContain(
          "why.",
        );
  });

  it("tells the two sides of a call apart: a leg's number is that of the other side", () => {
    const own = { ...leg(null), channel: "SIP/alice-0000000d", number: "**99101" };
    const across = { ...leg(null), channel: "SIP/xivo-trunk-0000000e", number: "201" };
    const call = { id: "1", dialled: "**99101", started_ms: 0, legs: [own, across] };
    expect(sidesOf(call)).toEqual({ caller: "alice (201)", callee: "xivo-trunk" });
    expect(sidesOf({ ...call, legs: [own] })).toEqual({ caller: "alice", callee: "–" });
    expect(sidesOf({ ...call, legs: [{ ...own, number: "Echo" }] })).toEqual({
      caller: "alice",
      callee: "Echo",
    });
  });
});
