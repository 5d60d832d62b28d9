/** Every page, as somebody sees it: no axe violation in either theme, nothing wider than a telephone, words in both languages. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen, overhang, PATHS, see } from "./sight";
import { administrator, exchange, type Look, launch, picture } from "./world";

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
    listen(page, broken);
  });

  it.each(PATHS)("%s", async path => {
    broken.length = 0;
    await see(page, path);
    await picture(page, `${name.replaceAll(/\W+/g, "-")}${path.replaceAll(/[^\w]+/g, "-")}`);
    expect(await violations(page)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
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
