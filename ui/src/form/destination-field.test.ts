import { describe, expect, it } from "vitest";
import { partsOf, sentDestination } from "./destination-field";
import { userChoice, userRef } from "./user-choice";

describe("a destination", () => {
  it("is not sent before it is said which one", () => {
    expect(sentDestination(undefined)).toBeNull();
    expect(sentDestination({ user: "" })).toBeNull();
    expect(sentDestination({ user: "Someone" })).toEqual({ user: "Someone" });
    expect(sentDestination("echo")).toBe("echo");
  });

  it("tells a user by name, or by identity where the name is shared", () => {
    expect(userRef("Someone")).toBe("Someone");
    expect(userRef("#7")).toBe(7);
    expect(partsOf({ user: 7 })).toEqual(["user", userChoice(7)]);
  });
});
