import { describe, expect, it } from "vitest";
import { formats } from "./format";

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");

describe("durations", () => {
  it("name the two largest units by their symbols", () => {
    const { duration } = formats("en");
    const seconds = [0, 42, 60, 185, 700, 3_600, 3_900, 90_000, 172_800];
    expect(seconds.map(s => plain(duration(s * 1_000)))).toEqual([
      "0 s",
      "42 s",
      "1 min",
      "3 min 5 s",
      "11 min",
      "1 h",
      "1 h 5 min",
      "1 d 1 h",
      "2 d",
    ]);
  });

  it("speak French", () => {
    expect(plain(formats("fr").duration(90_000_000))).toBe("1 j 1 h");
  });

  it("never run backwards", () => {
    expect(plain(formats("en").duration(-5_000))).toBe("0 s");
  });
});
