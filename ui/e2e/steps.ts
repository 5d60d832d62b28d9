/** What somebody does on the forms, by the words that are on them. */

import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** Fills a field of the form, or of one tab of it. */
export async function fill(where: Page | Locator, label: string, text: string): Promise<void> {
  await where.getByRole("textbox", { name: label, exact: true }).fill(text);
}

/** Passwords are no textboxes. */
export async function fillPassword(where: Page | Locator, text: string): Promise<void> {
  await where.getByLabel("Password", { exact: true }).fill(text);
}

/** Chooses a word from a list. */
export async function choose(page: Page, where: Page | Locator, label: string, word: string): Promise<void> {
  const field = where.getByRole("combobox", { name: label, exact: true });
  await field.click();
  if (await field.isEditable()) await field.fill(word);
  await page.getByRole("option", { name: word, exact: true }).click();
}

/** Goes to a tab and returns what is on it. */
export async function tab(page: Page, name: string): Promise<Locator> {
  await page.getByRole("tab", { name }).click();
  return page.getByRole("tabpanel", { name });
}

export async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
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
