import { describe, expect, it } from "vitest";
import { at, isWithin, withValue } from "./path";

describe("paths into a draft", () => {
  it("are read as the API writes them", () => {
    const draft = { name: "a", line: [{ username: "u" }], register: { expiry: 60 } };
    expect(at(draft, "line[0].username")).toBe("u");
    expect(at(draft, "register.expiry")).toBe(60);
    expect(at(draft, "register.none.deeper")).toBeUndefined();
    expect(at(draft, "line[3].username")).toBeUndefined();
  });

  it("change a copy and make what is missing", () => {
    const draft = { line: [{ username: "u" }] };
    const next = withValue(draft, "line[1].username", "v");
    expect(next).toEqual({ line: [{ username: "u" }, { username: "v" }] });
    expect(draft.line).toHaveLength(1);
    expect(withValue({}, "register.enabled", true)).toEqual({ register: { enabled: true } });
  });

  it("lie within what they begin with, step by step", () => {
    expect(isWithin("register.password", "register")).toBe(true);
    expect(isWithin("line[0].extension", "line")).toBe(true);
    expect(isWithin("registered", "register")).toBe(false);
  });
});
