import { describe, expect, it } from "vitest";
import { pageOf, readable } from "./say-change";

describe("a value of the history", () => {
  it("is shown without the signs of JSON", () => {
    expect(readable('["gsm","ulaw"]')).toBe("gsm, ulaw");
    expect(readable('[{"for":"user","start":"100","end":"199"}]')).toBe("100–199 for user");
    expect(readable('{"user":"Alice"}')).toBe("user Alice");
    expect(readable("xivo-trunk")).toBe("xivo-trunk");
  });

  it("stays as it is where it only looks like JSON", () => {
    expect(readable("[2-9]X.")).toBe("[2-9]X.");
  });
});

describe("the form of a noun", () => {
  it("is where the menu has it", () => {
    expect(pageOf({ noun: "outgoing_call", id: 4 })).toBe("/outgoing-calls/4");
    expect(pageOf({ noun: "general", id: 0 })).toBe("/settings/sip");
  });
});
