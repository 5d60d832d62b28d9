/** Text that somebody sent to do harm, on every page that shows it: it is text there, and nothing else. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen, overhang, PATHS, see } from "./sight";
import { administrator, exchange, launch, picture, world } from "./world";

const HOSTILE = JSON.parse(world().facts.hostile ?? "{}") as Record<string, string>;

/** Most characters that the exchange takes for a name. */
const NAME_MAX = 128;

/** What of a name cannot be in it: the exchange says so when somebody tries. */
const REFUSED = ["escape", "folded", "long"];

const NAMES = Object.entries(HOSTILE).map(([kind, text]) => ({ kind, text }));

let browser: Browser;
let page: Page;
const broken: string[] = [];

beforeAll(async () => {
  browser = await launch();
  page = await administrator(browser, exchange("B"), { width: 390, height: 844 });
  listen(page, broken);
});

afterAll(() => browser.close());

describe("through the API", () => {
  it.each(NAMES)(
    "takes a user named by $kind as text, or refuses it by the field's name",
    async ({ kind, text }) => {
      const answer = await send("/users", { firstname: text });
      if (!REFUSED.includes(kind)) return expect(answer.status()).toBe(201);
      expect(answer.status()).toBe(422);
      expect(JSON.stringify(await answer.json())).toContain('"field":"firstname"');
    },
  );

  it("takes a name that is as long as can be", async () => {
    expect(
      (await send("/users", { firstname: "W".repeat(NAME_MAX), lastname: "M".repeat(NAME_MAX) })).status(),
    ).toBe(201);
  });

  it.each(NAMES)("takes no trunk named by $kind", async ({ text }) => {
    expect((await send("/trunks", { name: text, context: "default" })).status()).toBe(422);
  });
});

describe("on a telephone's screen", () => {
  it.each(PATHS)("%s", path => look(path));

  it("shows every name that a caller gave, in the messages of the call", async () => {
    const calls = await list("/call-logs?search=199");
    expect(calls.length).toBe(NAMES.length);
    // The newest call comes first.
    for (const [index, { text }] of [...NAMES].reverse().entries()) {
      await look(`/calls/${calls[index]?.id}`);
      await opens(/INVITE/);
      await shows(writtenOut(quoted(text)));
    }
  });
});

describe.each([
  [390, 844],
  [1280, 900],
])("at %i pixels", (width, height) => {
  beforeAll(() => page.setViewportSize({ width, height }));

  it("shows every name that a user has, in the list of users", async () => {
    await look("/users");
    await shows(...NAMES.filter(({ kind }) => !REFUSED.includes(kind)).map(({ text }) => text));
  });

  it("shows the reason that the other side gave, in the call log, with its call and its messages", async () => {
    await look("/call-logs");
    await shows(HOSTILE.handler ?? "");
    const [call] = await list("/call-logs?search=**97101");
    await look(`/calls/${call?.id}`);
    await shows(HOSTILE.handler ?? "");
    await opens(/603/);
    await shows(`Server: ${HOSTILE.script}`);
  });

  it("shows a call that rings", async () => {
    await look("/calls");
    await page.getByRole("row").filter({ hasText: "hostile" }).waitFor();
    await look("/");
  });

  it("shows what a phone calls itself, with its line", async () => {
    const [line] = await list("/lines?search=mallory");
    await look(`/lines/${line?.id}`);
    await shows(HOSTILE.script ?? "");
  });

  it("shows every change, by the names of what was changed", async () => {
    await look("/history");
    await shows(HOSTILE.script ?? "", HOSTILE.turned ?? "");
    await look("/history/ONE");
  });

  it("finds them in the search box", async () => {
    await see(page, "/");
    await page.keyboard.press("Control+K");
    await page
      .getByRole("dialog")
      .getByRole("textbox")
      .or(page.getByRole("dialog").getByRole("combobox"))
      .first()
      .waitFor();
    await page.keyboard.type("owned");
    await page
      .getByRole("option")
      .filter({ hasText: HOSTILE.script ?? "" })
      .first()
      .waitFor();
    await unharmed("found");
    await page.keyboard.press("Escape");
  });
});

async function send(path: string, data: object) {
  return page.context().request.post(`/api/v1${path}`, { data, headers: { origin: exchange("B").url } });
}

async function list(path: string): Promise<{ id: number | string }[]> {
  const answer = await page.context().request.get(`/api/v1${path}`);
  return ((await answer.json()) as { items: { id: number | string }[] }).items;
}

async function look(path: string): Promise<void> {
  await see(page, path);
  await unharmed(path);
}

/** Reads a message of the ladder whole. */
async function opens(message: RegExp): Promise<void> {
  await page.getByRole("button", { name: message }).first().click();
  await page.getByRole("dialog").getByText("Call-ID").waitFor();
  await unharmed(`message-${message.source}`);
}

/** Nothing ran, nothing was stopped from running, and the page is no wider than the screen. */
async function unharmed(name: string): Promise<void> {
  await picture(page, `hostile-${page.viewportSize()?.width}-${name.replaceAll(/[^\w]+/g, "-")}`);
  expect(broken).toEqual([]);
  expect(await page.title()).not.toContain("owned");
  expect(await page.locator("img[src=x], script:not([src])").count()).toBe(0);
  expect(await overhang(page)).toBeLessThanOrEqual(0);
}

/** The page shows texts as they were sent; of control characters, which nobody can see, it may do without. */
async function shows(...texts: string[]): Promise<void> {
  const seen = plain(await page.evaluate(() => document.body.textContent ?? ""));
  expect(texts.map(plain).filter(text => !seen.includes(text))).toEqual([]);
}

/** As a text stands between the quotes of a header (RFC 3261 section 25.1). */
function quoted(text: string): string {
  return text.replaceAll(/["\\]/g, "\\$&");
}

/** What would turn or blot out the rest of a message is written out in it. */
function writtenOut(text: string): string {
  const code = (char: string) => `\\u{${char.codePointAt(0)?.toString(16)}}`;
  return text.replaceAll(/(?![\r\n])[\p{Cc}\p{Cf}]/gu, code);
}

function plain(text: string): string {
  return text
    .replaceAll(/\p{Cc}/gu, " ")
    .replaceAll(/[\u2068\u2069]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
