import { describe, expect, it } from "vitest";
import { pageOf } from "./page-of";

const rows = [
  { name: "billing", last_used_ms: 20 },
  { name: "alarm", last_used_ms: null },
  { name: "Wall screen", last_used_ms: 3 },
];
const names = (params: Parameters<typeof pageOf>[1]) =>
  pageOf(rows, params).items.map(row => (row as { name: string }).name);

describe("a list that is given whole", () => {
  it("is searched in any case", () => {
    expect(names({ search: "wall" })).toEqual(["Wall screen"]);
    expect(pageOf(rows, { search: "l" }).total).toBe(3);
  });

  it("is ordered by a field, both ways", () => {
    expect(names({ order: "name" })).toEqual(["alarm", "billing", "Wall screen"]);
    expect(names({ order: "-name" })).toEqual(["Wall screen", "billing", "alarm"]);
    expect(names({ order: "-last_used_ms" }).indexOf("billing")).toBeLessThan(
      names({ order: "-last_used_ms" }).indexOf("Wall screen"),
    );
  });

  it("is cut into pages", () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ name: `t${n}` }));
    expect(pageOf(many, { page: 3 }).items).toHaveLength(10);
    expect(pageOf(many, { page: 3 }).total).toBe(60);
  });
});
