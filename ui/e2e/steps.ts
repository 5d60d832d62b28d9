/** What somebody does on the forms, by the words that are on them. */

import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { keyboard, mouse } from "./hand";
import { world } from "./world";

/** With what it is done: a scenario may ask for the keyboard alone. */
export const hand = world().facts.hand === "keyboard" ? keyboard : mouse;

/** Goes to a page by the menu at the side. */
export async function open(page: Page, name: string): Promise<void> {
  await hand.press(page.getByRole("navigation").getByRole("link", { name, exact: true }));
  await page.getByRole("heading", { level: 1 }).first().waitFor();
}

/** Presses what leads on from a page, such as "New trunk". */
export async function press(page: Page, role: "button" | "link", name: string): Promise<void> {
  await hand.press(page.getByRole(role, { name }).first());
}

export async function tick(where: Page | Locator, name: string | RegExp): Promise<void> {
  const box = where.getByRole("checkbox", { name }).first();
  if (!(await box.isChecked())) await hand.press(box);
  expect(await box.isChecked()).toBe(true);
}

/** Fills a field of the form, or of one tab of it. */
export async function fill(where: Page | Locator, label: string, text: string): Promise<void> {
  await hand.write(where.getByRole("textbox", { name: label, exact: true }), text);
}

/** Passwords are no textboxes. */
export async function fillPassword(where: Page | Locator, text: string): Promise<void> {
  await hand.write(where.getByLabel("Password", { exact: true }), text);
}

/** Chooses a word from a list. */
export async function choose(where: Page | Locator, label: string, word: string): Promise<void> {
  await hand.pick(where.getByRole("combobox", { name: label, exact: true }), word);
}

/** Goes to a tab and returns what is on it. */
export async function tab(page: Page, name: string): Promise<Locator> {
  await hand.turn(page.getByRole("tab", { name }));
  return page.getByRole("tabpanel", { name });
}

export async function save(page: Page): Promise<void> {
  await hand.save(page);
}

/** Waits until the exchange has taken what was saved. */
export async function saved(page: Page, at: RegExp): Promise<void> {
  await page.waitForURL(at);
}

/** Waits for words anywhere on the page. */
export async function sees(page: Page, words: RegExp | string, timeout = 10_000): Promise<void> {
  await page.getByText(words).first().waitFor({ timeout });
  expect(await page.getByText(words).first().isVisible()).toBe(true);
}
