import { afterEach, describe, expect, it, vi } from "vitest";
import { Refused, Unreachable } from "@/api/problem";
import { type Far, nameOf, takeBackup } from "./transfer";

afterEach(() => vi.unstubAllGlobals());

const answer = (bytes: number[], headers: Record<string, string>, status = 200) =>
  vi.stubGlobal(
    "fetch",
    vi.fn(() => Promise.resolve(new Response(new Uint8Array(bytes), { status, headers }))),
  );
const take = (told: Far[] = []) => takeBackup(false, "", far => told.push(far), new AbortController().signal);

describe("a backup that comes", () => {
  it("is whole, with its name, and says how far it is", async () => {
    answer([1, 2, 3], {
      "content-length": "3",
      "content-disposition": 'attachment; filename="strowger-17.backup"',
    });
    const told: Far[] = [];
    const { file, name } = await take(told);
    expect([file.size, name]).toEqual([3, "strowger-17.backup"]);
    expect(told.at(-1)).toEqual({ done: 3, total: 3 });
  });

  it("is none where it breaks off", async () => {
    answer([1, 2, 3], { "content-length": "9" });
    await expect(take()).rejects.toBeInstanceOf(Unreachable);
  });

  it("is refused in the words of the exchange", async () => {
    answer([], {}, 503);
    await expect(take()).rejects.toBeInstanceOf(Refused);
  });

  it("has a name even where the exchange gives none, and never a path", () => {
    expect(nameOf(null)).toBe("strowger.backup");
    expect(nameOf('attachment; filename="../../etc/passwd"')).toBe("strowger.backup");
  });
});
