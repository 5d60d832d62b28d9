import { describe, expect, it } from "vitest";
import { isolated } from "./isolate";

describe("a text from anybody", () => {
  it("is left as it is where it turns nothing", () => {
    expect(isolated("Zoë <b> שלום")).toBe("Zoë <b> שלום");
  });

  it("keeps to itself what would turn its neighbours", () => {
    expect(isolated("x\u202egpj.exe")).toBe("\u2068x\u202egpj.exe\u2069");
  });

  it("cannot end its own enclosure", () => {
    expect(isolated("a\u2069\u202eb")).toBe("\u2068a\u202eb\u2069");
  });
});
