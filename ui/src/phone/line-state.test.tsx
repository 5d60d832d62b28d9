import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { beforeAll, describe, expect, it } from "vitest";
import lines from "@/words/en/lines";
import { LineStateCell, LineStateLong } from "./line-state";
import { type LineState, phonesOf } from "./line-states";

beforeAll(async () => {
  await i18next.use(initReactI18next).init({
    lng: "en",
    resources: { en: { lines } },
    interpolation: { escapeValue: false },
  });
});

const contact = (host: string, userAgent: string) => ({
  contact: `sip:x@${host}`,
  host,
  port: 5060,
  transport: "udp" as const,
  user_agent: userAgent,
  expires_seconds: 42,
});

const show = (state: LineState, isLong = false) =>
  render(
    <MantineProvider>
      {isLong ? <LineStateLong state={state} /> : <LineStateCell state={state} />}
    </MantineProvider>,
  );

describe("the state of a line in words", () => {
  it("says where a phone is, which one, and for how much longer", () => {
    show(phonesOf([contact("10.0.0.7", "Yealink T54W")], Date.now() + 500));
    expect(screen.getByText("Registered at 10.0.0.7:5060")).toBeTruthy();
    expect(screen.getByText(/^Yealink T54W, valid for another 4[12] s$/)).toBeTruthy();
  });

  it("counts several phones", () => {
    show(phonesOf([contact("10.0.0.7", "a"), contact("2001:db8::7", "b")], Date.now()));
    expect(screen.getByText("2 phones registered")).toBeTruthy();
    expect(screen.getByText(/at \[2001:db8::7\]:5060 over UDP/)).toBeTruthy();
  });

  it("says that nobody is there, and what to do", () => {
    show([], true);
    expect(screen.getByText("Not registered")).toBeTruthy();
    expect(screen.getByText(/Open “Phone settings”/)).toBeTruthy();
  });

  it("shows what a phone calls itself as text", () => {
    const { container } = show(phonesOf([contact("10.0.0.7", "<img src=x onerror=alert(1)>")], Date.now()));
    expect(container.querySelector("img")).toBeNull();
    expect(screen.getByText(/<img src=x onerror=alert\(1\)>/)).toBeTruthy();
  });
});
