/** The browser, and somebody who is signed in with it. */
import { mkdirSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { type Hand, mouse } from "./hand";

/** One exchange: where it is, and what its set-up link ends with. */
export interface Exchange {
  url: string;
  setup: string;
}

interface World {
  exchanges: Record<string, Exchange>;
  /** Where screenshots go. */
  pictures: string;
  /** Whatever else a scenario is told. */
  facts: Record<string, string>;
}

/** The account that tests make on every exchange. */
export const ADMIN = { username: "admin", password: "correct-horse-battery-7" };

export function world(): World {
  const told = process.env.STROWGER_WEB;
  if (!told) throw new Error("STROWGER_WEB is not set: these tests are run by tools/e2e (make e2e)");
  return JSON.parse(told) as World;
}

export function exchange(name: string): Exchange {
  const found = world().exchanges[name];
  if (!found) throw new Error(`no exchange ${name}`);
  return found;
}

/** Starts Debian's Chromium. Nothing of it goes out of this machine. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}

export interface Look {
  width?: number;
  height?: number;
  colorScheme?: "light" | "dark";
  locale?: string;
}

/** Opens a browser of its own, with its own cookies, that is at an exchange. */
export async function visit(browser: Browser, at: Exchange, look: Look = {}): Promise<Page> {
  const context = await browser.newContext({
    baseURL: at.url,
    // Its certificate is its own; who runs it compares the fingerprint.
    ignoreHTTPSErrors: true,
    viewport: { width: look.width ?? 1280, height: look.height ?? 900 },
    colorScheme: look.colorScheme ?? "light",
    locale: look.locale ?? "en-GB",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return page;
}

/** Makes the first administrator, without the wizard, and skips the rest of it; where there is one already, that is fine. */
export async function makeAdministrator(context: BrowserContext, at: Exchange): Promise<void> {
  const made = await context.request.post("/api/v1/setup/administrator", {
    data: { token: at.setup, ...ADMIN },
    headers: { origin: at.url },
  });
  if (made.ok()) {
    await context.request.put("/api/v1/setup/step", { data: { step: "done" }, headers: { origin: at.url } });
    await context.request.delete("/api/v1/session", { headers: { origin: at.url } });
  }
}

/** Signs in through the login page, in whichever language it is. */
export async function signIn(page: Page, hand: Hand = mouse): Promise<void> {
  await page.goto("/login");
  await hand.write(page.getByLabel(/^(Username|Identifiant)$/), ADMIN.username);
  await hand.write(page.getByLabel(/^(Password|Mot de passe)$/), ADMIN.password);
  await hand.press(page.getByRole("button", { name: /^(Sign in|Se connecter)$/ }));
  await page.waitForURL(url => !url.pathname.startsWith("/login"));
}

/** Somebody who is signed in at an exchange. */
export async function administrator(
  browser: Browser,
  at: Exchange,
  look: Look = {},
  hand: Hand = mouse,
): Promise<Page> {
  const page = await visit(browser, at, look);
  await makeAdministrator(page.context(), at);
  await signIn(page, hand);
  return page;
}

/** Keeps a picture of the page. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = world().pictures;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
