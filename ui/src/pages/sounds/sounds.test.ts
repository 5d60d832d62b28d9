import { describe, expect, it } from "vitest";
import { Refused } from "@/api/problem";
import { fieldsOf, nameOfFile } from "./sounds";

describe("the name of a sound", () => {
  it("is made of the name of its file", () => {
    expect(nameOfFile("welcome.wav")).toBe("welcome");
    expect(nameOfFile("Été à la mer (2).WAV")).toBe("Ete-a-la-mer-2");
    expect(nameOfFile("../../etc/passwd")).toBe("etc-passwd");
    expect(nameOfFile("?.wav")).toBe("");
    expect(nameOfFile(`${"a".repeat(200)}.wav`)).toHaveLength(80);
  });
});

describe("an upload that was refused", () => {
  it("says whether the name or the file is wrong", () => {
    const wrong = (field: string) => ({ field, message: "is wrong", remedy: "" });
    const problem = { type: "", title: "", status: 422, detail: "", errors: [wrong("name"), wrong("file")] };
    const fields = fieldsOf(new Refused(problem));
    expect([fields.name?.field, fields.file?.field]).toEqual(["name", "file"]);
    expect(fieldsOf(new Error("silence"))).toEqual({ name: undefined, file: undefined });
  });
});
