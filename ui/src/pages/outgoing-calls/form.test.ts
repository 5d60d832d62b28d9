import { describe, expect, it } from "vitest";
import type { Drafts } from "@/api/nouns";
import { tidied } from "./form";

const draft = (values: object) => values as Drafts["outgoing-calls"];

describe("an outgoing call", () => {
  it("is named after its first trunk where nobody named it", () => {
    expect(tidied(draft({ trunks: ["xivo-trunk", "b"] })).name).toBe("xivo-trunk");
    expect(tidied(draft({ name: "to-b", trunks: ["xivo-trunk"] })).name).toBe("to-b");
    expect(tidied(draft({ trunks: [] })).name).toBeNull();
  });

  it("leaves out rows that nobody wrote into", () => {
    const rows = [{}, { pattern: "**99.", stripnum: 4 }, { pattern: "", stripnum: null }];
    expect(tidied(draft({ extension: rows })).extension).toEqual([rows[1]]);
  });
});
