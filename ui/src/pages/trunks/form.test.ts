import { describe, expect, it } from "vitest";
import { type TrunkDraft, tidied } from "./form";

const draft = (values: object) => values as TrunkDraft;

describe("a trunk that is sent", () => {
  it("has no address where the other side registers", () => {
    expect(tidied(draft({ addressing: "dynamic", address: "10.0.0.2" })).address).toBeNull();
    expect(tidied(draft({ addressing: "static", address: "10.0.0.2" })).address).toBe("10.0.0.2");
  });

  it("has no registration where that was never filled in", () => {
    expect(tidied(draft({ register: { enabled: false, username: "" } })).register).toBeNull();
    expect(tidied(draft({ register: { enabled: true } })).register).toEqual({ enabled: true });
    const off = { enabled: false, remote_server: "10.0.0.2" };
    expect(tidied(draft({ register: off })).register).toEqual(off);
  });
});
