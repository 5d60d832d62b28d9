import { describe, expect, it } from "vitest";
import { strengthOf } from "./strength";

const weakness = (password: string) => strengthOf(password, "Alice").weakness;
const level = (password: string) => strengthOf(password, "alice").level;

describe("a password that is typed", () => {
  it("is told why it will be refused, in the words of the exchange", () => {
    for (const [password, reason] of [
      ["", "short"],
      ["x9$kfQ2pw", "short"],
      ["alicealice", "username"],
      ["Alice-2026", "username"],
      ["password123", "common"],
      ["P@ssw0rd2026!", "common"],
      ["1234567890", "common"],
      ["Administrator1", "common"],
      ["aaaaaaaaaaaa", "repeated"],
      ["121212121212", "repeated"],
    ] as const)
      expect(weakness(password), password).toBe(reason);
  });

  it("is not refused here where the exchange takes it", () => {
    for (const password of [
      "correct horse battery",
      "n1ght-train-9",
      "mon chat aime le lait",
      "83920175503",
      "clé-été-çà-ù",
    ])
      expect(weakness(password), password).toBeNull();
  });

  it("says how much is missing", () => {
    expect(strengthOf("abc", "").missing).toBe(7);
    expect(strengthOf("abcdefghkm", "").missing).toBe(0);
  });

  it("grows with length and with different letters", () => {
    expect(level("83920175503")).toBe("fair");
    expect(level("n1ght-train-9")).not.toBe("weak");
    expect(level("correct horse battery")).toBe("good");
    expect(level("correct horse battery staple")).toBe("strong");
    expect(level("f7KqTz3mWpXe9RbUvN2d")).toBe("strong");
    expect(strengthOf("correct horse battery staple", "").percent).toBe(100);
  });
});
