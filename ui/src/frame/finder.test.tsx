import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import finder from "@/words/en/finder";
import frame from "@/words/en/frame";
import { Finder, FinderButton } from "./finder-button";

// The client takes the browser's fetch as it is when the page is loaded: it must be there before.
const { navigate, found, me } = vi.hoisted(() => {
  const found = vi.fn();
  globalThis.fetch = async request => {
    const items = await found(new URL((request as Request).url).searchParams.get("q"));
    const headers = { "content-type": "application/json" };
    return new Response(JSON.stringify({ items, total: items.length }), { headers });
  };
  return { navigate: vi.fn(), found, me: { permissions: ["read"] as string[] } };
});
vi.mock("@tanstack/react-router", () => ({ useNavigate: () => navigate }));
vi.mock("@/api/session", () => ({ useMe: () => me }));

beforeAll(async () => {
  await i18next.use(initReactI18next).init({
    lng: "en",
    resources: { en: { finder, frame } },
    defaultNS: "frame",
    interpolation: { escapeValue: false },
  });
});

beforeEach(() => {
  navigate.mockReset();
  me.permissions = ["read"];
  found.mockReset().mockResolvedValue([]);
});

async function open() {
  const user = userEvent.setup();
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <FinderButton />
        <Finder />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await user.keyboard("{Control>}k{/Control}");
  return { user, box: await screen.findByRole("combobox") };
}

const chosen = () => document.querySelector('[role="option"][data-combobox-selected]')?.textContent ?? "";
const closed = () => waitFor(() => expect(screen.queryByRole("combobox")).toBeNull());

describe("the search box", () => {
  it("opens by Ctrl-K with the cursor in it, and closes by Escape", async () => {
    const { user, box } = await open();
    await waitFor(() => expect(document.activeElement).toBe(box));
    await user.keyboard("{Escape}");
    await closed();
    expect(navigate).not.toHaveBeenCalled();
  });

  it("goes to a page by arrow keys and Enter, with what is chosen told to a screen reader", async () => {
    const { user, box } = await open();
    await user.type(box, "calls");
    expect(chosen()).toContain("Outgoing calls");
    expect(box.getAttribute("aria-activedescendant")).toBe(
      document.querySelector("[data-combobox-selected]")?.id,
    );
    await user.keyboard("{ArrowDown}");
    expect(chosen()).toContain("Incoming calls");
    await user.keyboard("{Enter}");
    expect(navigate).toHaveBeenCalledWith({ to: "/incoming-calls" });
    await closed();
  });

  it("finds what the exchange finds, and says what it is", async () => {
    found.mockResolvedValue([{ noun: "line", id: 7, title: "zoe", detail: "201 default" }]);
    const { user, box } = await open();
    await user.type(box, "zoe");
    expect((await screen.findByRole("option")).textContent).toBe("zoeLines · 201 default");
    await waitFor(() => expect(chosen()).toContain("zoe"));
    await user.keyboard("{Enter}");
    expect(navigate).toHaveBeenCalledWith({ to: "/lines/7" });
  });

  it("does not lead to what was found for another question", async () => {
    found.mockImplementation((question: string) =>
      question === "zoe"
        ? Promise.resolve([{ noun: "line", id: 7, title: "zoe", detail: "201" }])
        : new Promise(() => undefined),
    );
    const { user, box } = await open();
    await user.type(box, "zoe");
    await screen.findByRole("option");
    await user.clear(box);
    await user.type(box, "yann{Enter}");
    expect(navigate).not.toHaveBeenCalled();
  });

  it("leads to pages where the exchange does not answer, and says that it does not", async () => {
    found.mockRejectedValue(new TypeError("failed to fetch"));
    const { user, box } = await open();
    await user.type(box, "trunks");
    await screen.findByText(frame.errors.unreachable);
    await user.keyboard("{Enter}");
    expect(navigate).toHaveBeenCalledWith({ to: "/trunks" });
  });

  it("leads nobody to pages that his role does not show", async () => {
    const { user, box } = await open();
    await user.type(box, "api tokens");
    await screen.findByText(finder.nothing);
    me.permissions = ["read", "administer"];
    await user.type(box, "{Backspace}");
    expect((await screen.findByRole("option")).textContent).toContain("API tokens");
  });
});
