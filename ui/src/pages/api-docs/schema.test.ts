import { describe, expect, it } from "vitest";
import { groupsOf, type OpenApi } from "./document";
import { exampleOf, rowsOf, typeOf } from "./schema";

const document: OpenApi = {
  info: { title: "x", version: "1" },
  paths: {
    "/api/v1/trunks": {
      get: { operationId: "list", tags: ["trunks"], summary: "Lists the trunks." },
      post: { operationId: "make", tags: ["trunks"], summary: "Makes one." },
    },
    "/api/v1/health": { get: { operationId: "health", tags: ["about"], summary: "Says that it lives." } },
  },
  components: {
    schemas: {
      Trunk: {
        type: "object",
        required: ["name"],
        properties: {
          name: { type: "string" },
          register: { oneOf: [{ type: "null" }, { $ref: "#/components/schemas/Register" }] },
          codecs: { type: ["array", "null"], items: { type: "string" } },
        },
      },
      Register: { type: "object", properties: { expiry: { type: ["integer", "null"], minimum: 10 } } },
      Endless: { type: "object", properties: { inner: { $ref: "#/components/schemas/Endless" } } },
    },
  },
};
const words = { listOf: (type: string) => `list of ${type}`, oneOf: "one of" };
const trunk = { $ref: "#/components/schemas/Trunk" };

describe("a schema", () => {
  it("is a row for each field, named as errors name it", () => {
    expect(rowsOf(trunk, document).map(row => [row.path, row.isRequired])).toEqual([
      ["name", true],
      ["register", false],
      ["register.expiry", false],
      ["codecs", false],
    ]);
  });

  it("says its type in words", () => {
    expect(typeOf({ type: ["array", "null"], items: { type: "string" } }, document, words)).toBe(
      "list of string",
    );
    expect(typeOf({ enum: ["udp", "tcp"] }, document, words)).toBe('"udp" | "tcp"');
    expect(typeOf({ oneOf: [{ type: "integer" }, { type: "string" }] }, document, words)).toBe(
      "one of: integer | string",
    );
  });

  it("that holds itself ends somewhere", () => {
    expect(rowsOf({ $ref: "#/components/schemas/Endless" }, document).length).toBeLessThan(10);
    expect(exampleOf({ $ref: "#/components/schemas/Endless" }, document)).toBeTypeOf("object");
  });

  it("has an example of the right form", () => {
    expect(exampleOf(trunk, document)).toEqual({ name: "…", register: { expiry: 10 }, codecs: ["…"] });
  });
});

describe("operations", () => {
  it("are grouped by subject and found by any of their words", () => {
    expect(groupsOf(document, "").map(([tag, all]) => [tag, all.length])).toEqual([
      ["about", 1],
      ["trunks", 2],
    ]);
    expect(groupsOf(document, "post trunks").flatMap(([, all]) => all.map(one => one.id))).toEqual(["make"]);
    expect(groupsOf(document, "nothing like it")).toEqual([]);
  });
});
