import { describe, expect, it } from "vitest";
import { judge, lineOf } from "./heard";

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

  it("is made by the line of its channel, whatever dashes that has", () => {
    expect(lineOf("SIP/alice-0000002a")).toBe("alice");
    expect(lineOf("SIP/a-b-0000002a")).toBe("a-b");
  });
});
