import { describe, expect, it } from "vitest";
import { together } from "./bulk-wrong";

const line = (id: number) => ({ noun: "line" as const, id, name: `line${id}` });
const inUse = (more: number, ...ids: number[]) => ({ code: "in_use" as const, by: ids.map(line), more });

describe("what many rows are held by", () => {
  it("is named once, though several rows are held by it", () => {
    expect(together([inUse(0, 1, 2), inUse(0, 2, 3)])).toEqual(inUse(0, 1, 2, 3));
  });

  it("is counted past the first ten", () => {
    const ids = Array.from({ length: 12 }, (_, id) => id);
    const { by, more } = together([inUse(5, ...ids)]);
    expect([by.length, more]).toEqual([10, 7]);
  });
});
