import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type Draft, DraftProvider, useDraft } from "@/form/draft";
import form from "@/words/en/form";
import frame from "@/words/en/frame";
import outgoing from "@/words/en/outgoing";
import { ExtenTab } from "./exten-tab";

/** What the exchange says of `**99.` with a stripnum of 4. */
function answerTo(body: { patterns: { pattern?: string }[]; numbers: string[] }) {
  const isRead = body.patterns[0]?.pattern === "**99.";
  const judged = isRead
    ? { pattern: "_**99.", errors: [], matching: ["**99101"], not_matching: ["**99"] }
    : { pattern: null, errors: [], matching: [], not_matching: [] };
  const tried = (number: string) =>
    number.length > 4
      ? { pattern: 0, verdict: "matches", stripped: "**99", added: "", sends: number.slice(4) }
      : { pattern: 0, verdict: "rejected", reason: "too_short", words: "the number is too short" };
  return {
    patterns: [judged],
    numbers: body.numbers.map(number => ({
      number,
      winner: number.length > 4 ? 0 : null,
      tried: [tried(number)],
    })),
  };
}

beforeAll(async () => {
  await i18next.use(initReactI18next).init({ lng: "en", resources: { en: { frame, form, outgoing } } });
});

beforeEach(() => {
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) =>
    Response.json(answerTo(JSON.parse(String(init.body)))),
  );
});

function Page() {
  const draft = useDraft({ extension: [{ stripnum: 4 }] });
  return (
    <DraftProvider draft={draft as unknown as Draft<never>}>
      <ExtenTab />
    </DraftProvider>
  );
}

function show() {
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <Page />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup();
}

it("says what a pattern matches while it is written, with buttons for its signs", async () => {
  const user = show();
  await user.type(screen.getByRole("textbox", { name: "Exten" }), "**99");
  await user.click(screen.getByRole("button", { name: /^Insert \.:/ }));
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Exten" }).value).toBe("**99.");
  expect(await screen.findByText("**99101 sends 101")).toBeTruthy();
  expect(await screen.findByText("**99: too short")).toBeTruthy();
});

it("tries numbers that somebody would dial", async () => {
  const user = show();
  await user.type(screen.getByRole("textbox", { name: "Exten" }), "**99.");
  await user.type(screen.getByRole("textbox", { name: "Numbers to try" }), "**99205");
  expect(await screen.findByText("Matches pattern 1")).toBeTruthy();
  expect(screen.getByText("205")).toBeTruthy();
});

it("begins another pattern, and takes one away", async () => {
  const user = show();
  await user.click(screen.getByRole("button", { name: "Add a pattern" }));
  expect(screen.getAllByRole("textbox", { name: "Exten" })).toHaveLength(2);
  await user.click(screen.getByRole("button", { name: "Remove pattern 1" }));
  await user.click(screen.getByRole("button", { name: "Remove pattern 1" }));
  expect(screen.getByText("No pattern yet: nothing leaves by this outgoing call.")).toBeTruthy();
});
