import { describe, expect, it } from "vitest";
import { secrecyOf } from "./padlock";

const both = { tls: true, srtp: "AEAD_AES_256_GCM" };

describe("the padlock", () => {
  it("is closed where SIP and audio of every leg are encrypted, and nowhere else", () => {
    expect(secrecyOf([both, both])).toBe("private");
    expect(secrecyOf([both, { tls: true }])).toBe("partly");
    expect(secrecyOf([both, { tls: false, srtp: "AEAD_AES_256_GCM" }])).toBe("partly");
    expect(secrecyOf([{ tls: false, srtp: "AEAD_AES_256_GCM" }])).toBe("partly");
    expect(secrecyOf([{ tls: false }, { tls: false }])).toBe("none");
    expect(secrecyOf([])).toBeNull();
  });
});
