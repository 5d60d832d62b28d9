import { describe, expect, it } from "vitest";
import { endOf } from "./expiry";

describe("the end of a token", () => {
  it("is so many days from now, or never", () => {
    expect(endOf("d30", "", 1_000)).toBe(1_000 + 30 * 86_400_000);
    expect(endOf("never", "2030-01-01", 0)).toBeUndefined();
  });

  it("is the end of the chosen day, where the reader is", () => {
    const end = new Date(endOf("date", "2030-02-28", 0) ?? 0);
    expect([end.getFullYear(), end.getMonth(), end.getDate(), end.getHours()]).toEqual([2030, 1, 28, 23]);
  });
});
