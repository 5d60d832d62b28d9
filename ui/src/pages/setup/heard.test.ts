import { describe, expect, it } from "vitest";
import { judge, lineOf, needle } from "./heard";

const heard = { codec: "alaw", packets_rx: 500, packets_tx: 500, loss_rx_pct: 0, jitter_ms: 1 };

describe("a test call", () => {
  it("is silent until half a second was heard", () => {
    expect(judge({ ...heard, packets_rx: 3 })).toBe("silent");
    expect(judge(heard)).toBe("good");
  });

  it("is lossy where people hear it", () => {
    expect(judge({ ...heard, loss_rx_pct: 5 })).toBe("lossy");
    expect(judge({ ...heard, loss_rx_pct: 0.5 })).toBe("good");
  });

  it("is muted, faint or good as the exchange judges its level", () => {
    const at = (loudest_dbm0: number, loudness: "silent" | "faint" | "good") => ({
      ...heard,
      heard: { level_dbm0: loudest_dbm0, loudest_dbm0, loudness },
    });
    expect(judge(at(-90, "silent"))).toBe("muted");
    expect(judge(at(-42, "faint"))).toBe("faint");
    expect(judge(at(-18, "good"))).toBe("good");
    expect(judge({ ...at(-18, "good"), packets_rx: 0 })).toBe("good");
  });

  it("moves a needle between silence and clipping", () => {
    expect([null, -90, -60, -30, 0, 3].map(needle)).toEqual([0, 0, 0, 50, 100, 100]);
  });

  it("is made by the line of its channel, whatever dashes that has", () => {
    expect(lineOf("SIP/alice-0000002a")).toBe("alice");
    expect(lineOf("SIP/a-b-0000002a")).toBe("a-b");
  });
});
