import { describe, expect, it } from "vitest";
import type { Schemas } from "@/api/client";
import { columnsOf } from "./ladder-columns";

const message = (from: string, to: string) => ({ from, to }) as Schemas["LadderMessage"];

describe("the hosts of a ladder", () => {
  it("stand as the call goes: caller, exchange, called", () => {
    const ladder = {
      hosts: [{ address: "x:5060", kind: "exchange", name: "" }],
      messages: [message("a:5060", "x:5060"), message("x:5060", "b:5060"), message("b:5060", "x:5060")],
    } as Schemas["Ladder"];
    expect(columnsOf(ladder)).toEqual(["a:5060", "x:5060", "b:5060"]);
  });

  it("are each there once, also where both legs share an address", () => {
    const ladder = {
      hosts: [{ address: "x:5060", kind: "exchange", name: "" }],
      messages: [message("a:5060", "x:5060"), message("x:5060", "a:5060")],
    } as Schemas["Ladder"];
    expect(columnsOf(ladder)).toEqual(["a:5060", "x:5060"]);
  });
});
