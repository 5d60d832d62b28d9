import { describe, expect, it } from "vitest";
import { freshLine, type LineDraft } from "@/pages/lines/fields";
import { isStored, numbered } from "./lines-tab";

const line = (username: string, position: number | null): LineDraft => ({
  ...freshLine("default", null),
  username,
  position,
});

const places = (lines: LineDraft[]) => numbered(lines).map(one => [one.username, one.position]);

describe("the lines of a user", () => {
  it("keep their places while their order is the same", () => {
    expect(places([line("a", 2), line("b", 7)])).toEqual([
      ["a", 2],
      ["b", 7],
    ]);
  });

  it("are counted anew once they were moved", () => {
    expect(places([line("b", 7), line("a", 2)])).toEqual([
      ["b", 1],
      ["a", 2],
    ]);
  });

  it("stay in front of one that was added, even where their places are high", () => {
    expect(places([line("a", 5), line("new", null)])).toEqual([
      ["a", 1],
      ["new", 2],
    ]);
  });

  it("are stored once the exchange gave them a place", () => {
    expect(isStored(line("a", 1))).toBe(true);
    expect(isStored(freshLine("default", null))).toBe(false);
  });
});
