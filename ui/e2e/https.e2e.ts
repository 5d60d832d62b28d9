/** The web admin over HTTPS, as a browser sees it: whose certificate, which cookie, and what becomes of plain HTTP. */
import { createHash } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen, see } from "./sight";
import { ADMIN, administrator, exchange, launch, visit, world } from "./world";

const { facts } = world();

const at = exchange("A");
const PLAIN = at.url.replace("https:", "http:");

let browser: Browser;
let page: Page;
const broken: string[] = [];

beforeAll(async () => {
  browser = await launch();
  page = await administrator(browser, at);
  listen(page, broken);
});

afterAll(() => browser.close());

describe("over HTTPS", () => {
  it("is reached with the certificate that was printed, or given", async () => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Network.enable");
    await page.reload();
    const { tableNames } = await devtools.send("Network.getCertificate", { origin: at.url });
    const certificate = Buffer.from(tableNames[0] ?? "", "base64");
    expect(createHash("sha256").update(certificate).digest("hex")).toBe(facts.fingerprint);
  });

  it("keeps the session in a cookie that no script reads and no plain HTTP carries", async () => {
    const cookies = await page.context().cookies(at.url);
    expect(
      cookies.map(({ secure, httpOnly, sameSite, path }) => ({ secure, httpOnly, sameSite, path })),
    ).toEqual([{ secure: true, httpOnly: true, sameSite: "Strict", path: "/" }]);
    expect(cookies[0]?.name).toMatch(/^__Host-/);
    expect(await page.context().cookies(PLAIN)).toEqual([]);
    expect(await page.evaluate(() => document.cookie)).toBe("");
  });

  it("shows its pages, with their stream of events", async () => {
    const events = page.waitForResponse(answer => answer.url().includes("/events"));
    await see(page, "/");
    expect((await events).status()).toBe(200);
    expect(broken).toEqual([]);
  });

  it("has browsers stay with it only where somebody vouches for the certificate", async () => {
    const answer = await page.context().request.get("/login");
    expect(Boolean(answer.headers()["strict-transport-security"])).toBe(facts.isOwn === "yes");
  });
});

describe("over plain HTTP", () => {
  it("is sent on to HTTPS where it only asks for a page", async () => {
    const stranger = await visit(browser, at);
    const answer = await stranger.context().request.get(`${PLAIN}/login`, { maxRedirects: 0 });
    expect(answer.status()).toBeGreaterThanOrEqual(301);
    expect(answer.headers().location).toBe(`${at.url}/login`);
    await stranger.goto(`${PLAIN}/login`);
    expect(stranger.url()).toBe(`${at.url}/login`);
    await stranger.context().close();
  });

  it("is refused where it carries a password", async () => {
    const stranger = await visit(browser, at);
    const answer = await stranger.context().request.post(`${PLAIN}/api/v1/session`, {
      data: ADMIN,
      headers: { origin: PLAIN },
      maxRedirects: 0,
    });
    expect(answer.status()).toBeGreaterThanOrEqual(400);
    expect(await stranger.context().cookies([PLAIN, at.url])).toEqual([]);
    await stranger.context().close();
  });
});
