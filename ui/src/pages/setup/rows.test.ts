import { describe, expect, it } from "vitest";
import { columnOf, emergencyProposed, freshRow, namesOf, nextNumber, usernameOf, userOf } from "./rows";

describe("the numbers proposed", () => {
  const rows = (...numbers: string[]) => numbers.map(number => ({ number }));

  it("are the free ones, in their order", () => {
    expect(nextNumber(["100", "101"], [])).toBe("100");
    expect(nextNumber(["100", "101", "105"], rows("100", "101"))).toBe("105");
  });

  it("go on after the last row where no more are known", () => {
    expect(nextNumber(["0100"], rows("0100"))).toBe("0101");
    expect(nextNumber([], rows("*7"))).toBe("");
  });

  it("for help are those of the reader's country", () => {
    expect(emergencyProposed("fr-FR")).toContain("15");
    expect(emergencyProposed("fr")).toContain("17");
    expect(emergencyProposed("en-US")).toEqual(["911"]);
    expect(emergencyProposed("de-AT")).toEqual(["112"]);
  });
});

describe("a user's line", () => {
  it("logs in with the name in plain letters", () => {
    expect(usernameOf("Élodie Dupré", new Set())).toBe("elodie.dupre");
    expect(usernameOf("Bob", new Set(["bob", "bob2"]))).toBe("bob3");
    expect(usernameOf("李", new Set())).toBe("user");
  });

  it("is sent with the user", () => {
    const row = { ...freshRow("101"), name: " Alice  van Lab " };
    expect(namesOf(row.name)).toEqual({ firstname: "Alice", lastname: "van Lab" });
    expect(userOf(row, "alice.van.lab", "default")).toEqual({
      firstname: "Alice",
      lastname: "van Lab",
      line: [{ username: "alice.van.lab", password: row.password, context: "default", extension: "101" }],
    });
  });

  it("has what is wrong with it in the column that it is about", () => {
    expect(columnOf("line[0].extension")).toBe("number");
    expect(columnOf("line[0].password")).toBe("password");
    expect(columnOf("firstname")).toBe("name");
  });
});
