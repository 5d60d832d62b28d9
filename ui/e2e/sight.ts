/** Pages as somebody sees them: gone to and at rest, with nothing in the console, no wider than the screen. */
import type { Page } from "playwright-core";
import { world } from "./world";

/** The pages that a scenario looks at; the last word ONE stands for the first of the list. */
export const PATHS = (world().facts.paths ?? "").split(" ").filter(Boolean);

/** A browser complains of answers that are meant to be refusals, and of headers that only count over HTTPS. */
const HARMLESS = ["Failed to load resource", "Cross-Origin-Opener-Policy header has been ignored"];

/** Notes every error, what the policy of the page stopped, and every window that a script opened. */
export function listen(page: Page, broken: string[]): void {
  page.on("pageerror", error => broken.push(error.message));
  page.on("console", message => {
    if (message.type() === "error" && !HARMLESS.some(words => message.text().includes(words)))
      broken.push(message.text());
  });
  page.on("dialog", dialog => {
    broken.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

/** Goes to a page and waits until it is at rest. */
export async function see(page: Page, path: string): Promise<void> {
  await page.goto(path.endsWith("/ONE") ? await oneOf(page, path.replace(/\/ONE$/, "")) : path);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await settled(page);
}

/** How much wider the page is than the screen, in pixels. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
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
