/** Every page, as somebody sees it: no axe violation in either theme, nothing wider than a telephone, words in both languages. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { administrator, exchange, type Look, launch, picture, world } from "./world";

const PATHS = (world().facts.paths ?? "").split(" ").filter(Boolean);

const LOOKS: [string, Look][] = [
  ["light, wide", { colorScheme: "light", width: 1280 }],
  ["dark, as wide as a telephone", { colorScheme: "dark", width: 390, height: 844 }],
  [
    "light, as wide as a telephone, in French",
    { colorScheme: "light", width: 390, height: 844, locale: "fr-FR" },
  ],
  ["dark, wide, in French", { colorScheme: "dark", width: 1280, locale: "fr-FR" }],
];

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A browser complains of answers that are meant to be refusals, and of headers that only count over HTTPS. */
const HARMLESS = ["Failed to load resource", "Cross-Origin-Opener-Policy header has been ignored"];

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

describe.each(LOOKS)("%s", (name, look) => {
  let page: Page;
  const broken: string[] = [];

  beforeAll(async () => {
    page = await administrator(browser, exchange("B"), look);
    const french = look.locale === "fr-FR";
    await speak(page, french ? "fr" : "en");
    page.on("pageerror", error => broken.push(error.message));
    page.on("console", message => {
      if (message.type() === "error" && !HARMLESS.some(words => message.text().includes(words))) {
        broken.push(message.text());
      }
    });
  });

  it.each(PATHS)("%s", async path => {
    broken.length = 0;
    await page.goto(path.endsWith("/ONE") ? await oneOf(page, path.replace(/\/ONE$/, "")) : path);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await settled(page);
    await picture(page, `${name.replaceAll(/\W+/g, "-")}${path.replaceAll(/[^\w]+/g, "-")}`);
    expect(await violations(page)).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
    expect(broken).toEqual([]);
  });
});

/** The account remembers its language; the browser's own is only for who is not signed in. */
async function speak(page: Page, language: string): Promise<void> {
  const answer = await page.context().request.patch("/api/v1/session", {
    data: { language },
    headers: { origin: exchange("B").url },
  });
  expect(answer.ok()).toBe(true);
}

/** Where each list of the API is whose page has another name. */
const LISTS: Record<string, string> = {
  "/calls": "/call-logs",
  "/admins": "/administrators",
  "/history": "/revisions",
};

/** The page of the first thing of a list. */
async function oneOf(page: Page, list: string): Promise<string> {
  const answer = await page.context().request.get(`/api/v1${LISTS[list] ?? list}?limit=1`);
  const { items } = (await answer.json()) as { items: { id?: number | string; number?: number }[] };
  const first = items[0];
  if (!first) throw new Error(`${list} is empty`);
  return `${list}/${first.id ?? first.number}`;
}

/** Waits until nothing is asked for any more; the stream of events never ends. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => !document.querySelector(".mantine-Skeleton-root, .mantine-Loader-root"),
    undefined,
    {
      timeout: 5_000,
    },
  );
  await page.waitForTimeout(250);
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found: Violation[] = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map(node => `${id}: ${node.html} ${node.failureSummary ?? ""}`),
  );
}
