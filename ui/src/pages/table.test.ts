import { describe, expect, it } from "vitest";
import { CLOSED, pageAt } from "./table";

describe("the page at an address", () => {
  it.each([
    ["/", "/"],
    ["/trunks", "/trunks"],
    ["/trunks/", "/trunks"],
    ["/trunks/7", "/trunks/$id"],
    ["/trunks/new", "/trunks/new"],
    ["/users/import", "/users/import"],
    ["/settings/sip", "/settings/sip"],
    ["/calls/4f-2", "/calls/$id"],
  ])("%s is that of %s", (address, path) => {
    expect(pageAt(address, CLOSED)?.path).toBe(path);
  });

  it.each(["/trunk", "/trunks/7/8", "/login"])("there is none of those at %s", address => {
    expect(pageAt(address, CLOSED)).toBeUndefined();
  });
});
