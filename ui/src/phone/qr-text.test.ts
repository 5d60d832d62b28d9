import { describe, expect, it } from "vitest";
import { type Account, serverOf, sipAddress, waveAccount } from "./qr-text";

const ACCOUNT: Account = {
  username: "k3vq9xpw",
  displayName: "Alice Lab",
  number: "201",
  server: "10.0.0.1",
  port: 5060,
  transport: "udp",
};

describe("the QR code of a line", () => {
  it("names the port and the transport only where they are not the usual ones", () => {
    expect(sipAddress(ACCOUNT)).toBe("sip:k3vq9xpw@10.0.0.1");
    expect(sipAddress({ ...ACCOUNT, port: 5070, transport: "tcp" })).toBe(
      "sip:k3vq9xpw@10.0.0.1:5070;transport=tcp",
    );
    expect(serverOf({ ...ACCOUNT, server: "2001:db8::1" })).toBe("[2001:db8::1]");
  });

  it("escapes what a SIP address cannot hold, and no more", () => {
    expect(sipAddress({ ...ACCOUNT, username: "a b@c" })).toBe("sip:a%20b%40c@10.0.0.1");
    expect(sipAddress({ ...ACCOUNT, username: "a&b=c+d" })).toBe("sip:a&b=c+d@10.0.0.1");
  });

  it("cannot be broken by a name or a password with markup in it", () => {
    const text = waveAccount({ ...ACCOUNT, displayName: '<Bob> & "Co"' }, "p<&>w");
    const account = new DOMParser().parseFromString(text, "text/xml");
    expect(account.querySelector("AuthPass")?.textContent).toBe("p<&>w");
    expect(account.querySelector("DisplayName")?.textContent).toBe('<Bob> & "Co"');
    expect(account.querySelector("UserID")?.textContent).toBe("k3vq9xpw");
  });
});
