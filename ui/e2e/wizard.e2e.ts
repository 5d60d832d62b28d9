/** The first run, from the set-up link to phones that ring: left and gone on with in the middle, in English and in French. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { typesetWords } from "@/i18n/french";
import { sipAddress, waveAccount } from "@/phone/qr-text";
import enForm from "@/words/en/form";
import enFrame from "@/words/en/frame";
import enLines from "@/words/en/lines";
import enSetup from "@/words/en/setup";
import frForm from "@/words/fr/form";
import frFrame from "@/words/fr/frame";
import frLines from "@/words/fr/lines";
import frSetup from "@/words/fr/setup";
import { ADMIN, exchange, launch, picture, signIn, visit, world } from "./world";

const { facts } = world();

/** Who has the first phone, what it logs in with, and its number. */
const PERSON = { name: "Alice Lab", username: "alice.lab", password: facts.phonePassword ?? "" };

const RUNS = [
  {
    at: "A",
    locale: "en-GB",
    words: { form: enForm, frame: enFrame, lines: enLines, setup: enSetup },
  },
  {
    at: "B",
    locale: "fr-FR",
    words: typesetWords({ form: frForm, frame: frFrame, lines: frLines, setup: frSetup }),
  },
];

const JSQR = readFileSync(createRequire(import.meta.url).resolve("jsqr"), "utf8");

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

describe.each(RUNS)("in $locale", ({ at, locale, words: { form, frame, lines, setup } }) => {
  let page: Page;

  const next = (label: string = frame.actions.next) =>
    page.getByRole("button", { name: label, exact: true }).click();
  const field = (label: string) => page.getByRole("textbox", { name: label, exact: true });
  const isAtStep = (title: string) =>
    page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
  const sees = (text: string) => page.getByText(text, { exact: true }).first().waitFor();

  beforeAll(async () => {
    page = await visit(browser, exchange(at), { locale });
  });

  afterEach(async ({ task }) => {
    await picture(page, `wizard-${locale}-${task.result?.state}-${task.id}`);
  });

  it("opens by the set-up link, in the language of the browser", async () => {
    await page.goto(`/setup#${exchange(at).setup}`);
    await isAtStep(setup.language.title);
    const own = frame.languages[locale === "fr-FR" ? "fr" : "en"];
    expect(await page.getByRole("main").getByRole("radio", { name: own }).isChecked()).toBe(true);
    await next();
  });

  it("takes no weak password of the administrator, and says so beside the field", async () => {
    await isAtStep(setup.administrator.title);
    await field(setup.administrator.username).fill(ADMIN.username);
    const password = page.getByLabel(setup.administrator.password, { exact: true });
    await password.fill("password1234");
    await next();
    expect(await saidBeside(password)).toContain(form.problems.weak_login.common);
    await password.fill(ADMIN.password);
    await next();
    await isAtStep(setup.exchange.title);
    // The link is nowhere in the browser's history.
    expect(new URL(page.url()).pathname + new URL(page.url()).hash).toBe("/setup");
  });

  it("goes on after a reload, where it was", async () => {
    await page.reload();
    await isAtStep(setup.exchange.title);
    await field(setup.exchange.name).fill("Lyon office");
    await page
      .getByText(new URL(exchange(at).url).hostname, { exact: true })
      .first()
      .waitFor();
    await next();
    await isAtStep(setup.numbering.title);
  });

  it("goes on in another browser, after signing in, where it was", async () => {
    await page.context().close();
    page = await visit(browser, exchange(at), { locale });
    await signIn(page);
    await isAtStep(setup.numbering.title);
    expect(await field(setup.numbering.from).inputValue()).not.toBe("");
    await field(setup.numbering.from).fill("200");
    await field(setup.numbering.to).fill("299");
    await next();
    await isAtStep(setup.users.title);
  });

  it("has the last step gone back from, and what was typed is still there", async () => {
    await next(frame.actions.back);
    await isAtStep(setup.numbering.title);
    expect(await field(setup.numbering.from).inputValue()).toBe("200");
    await next();
    await isAtStep(setup.users.title);
  });

  it("takes no weak password of a phone, and says so beside the row", async () => {
    const inRow = (label: string) => field(label.replace("{{row}}", "1"));
    await inRow(setup.users.nameOf).fill(PERSON.name);
    expect(await inRow(setup.users.numberOf).inputValue()).toBe("200");
    const password = inRow(setup.users.passwordOf);
    expect((await password.inputValue()).length).toBeGreaterThan(15);
    await password.fill("pass");
    await next(setup.users.create);
    expect(await saidBeside(password)).toContain(form.problems.weak_password.split("{{")[0]);
    await password.fill(PERSON.password);
    await next(setup.users.create);
    await isAtStep(setup.phones.title);
  });

  it("shows the phone's settings as text", async () => {
    await sees(setup.phones.some.replace("{{done}}", "0").replace("{{count}}", "1"));
    await page
      .getByRole("button", { name: setup.phones.settingsOf.replace("{{name}}", PERSON.name) })
      .click();
    const sheet = page.getByRole("table", { name: lines.sheet.table });
    await sheet.waitFor();
    const row = (label: string) => sheet.getByRole("row").filter({ hasText: label }).first().textContent();
    expect(await row(lines.sheet.server)).toContain(new URL(exchange(at).url).hostname);
    expect(await row(lines.sheet.username)).toContain(PERSON.username);
    expect(await row(lines.sheet.password)).not.toContain(PERSON.password);
    await page.getByRole("button", { name: lines.sheet.showPassword }).click();
    await sheet.getByText(PERSON.password, { exact: true }).waitFor();
  });

  it("shows them as codes that a camera reads", async () => {
    const account = {
      username: PERSON.username,
      displayName: PERSON.name,
      number: "200",
      server: new URL(exchange(at).url).hostname,
      port: 5060,
      transport: "udp",
    } as const;
    const whole = page.getByRole("img", { name: lines.code.labels.wave });
    expect(await scanned(whole)).toBe(waveAccount(account, PERSON.password));
    await page.getByText(lines.code.kinds.address, { exact: true }).click();
    expect(await scanned(page.getByRole("img", { name: lines.code.labels.address }))).toBe(
      sipAddress(account),
    );
    await page.getByRole("button", { name: frame.actions.close, exact: true }).click();
  });

  it("shows the phone as registered once it is, without a reload", async () => {
    await keepOpen(page);
    ring(at, "register");
    await page.getByText(setup.phones.all, { exact: true }).waitFor({ timeout: 15_000 });
    await isOpenStill(page);
  });

  it("measures a test call, without a reload", async () => {
    await page.getByRole("button", { name: setup.phones.makeTest }).click();
    await page.getByText("*43", { exact: true }).waitFor();
    ring(at, "dial");
    const talking = setup.phones.talking.replace("{{line}}", PERSON.name).replace("{{number}}", "*43");
    await page.getByText(talking, { exact: true }).waitFor({ timeout: 15_000 });
    await page.getByText(setup.phones.good, { exact: true }).waitFor({ timeout: 15_000 });
    // The phone plays a tone: it is as loud as speech, and no clipping.
    const level = page.getByRole("row", { name: setup.phones.level });
    await level.getByText(/^[-−](?:[1-9]|[1-3]\d)[.,]\d\sdBm0$/u).waitFor({ timeout: 15_000 });
    ring(at, "hang-up");
    const ended = setup.phones.ended.replace("{{line}}", PERSON.name);
    await page.getByText(ended, { exact: true }).waitFor({ timeout: 15_000 });
    await isOpenStill(page);
  });

  it("is over: the link works no more, and signing in leads to the dashboard", async () => {
    await page.getByRole("link", { name: setup.toDashboard }).click();
    await page.waitForURL(url => url.pathname === "/");
    await page.context().close();
    page = await visit(browser, exchange(at), { locale });
    await page.goto(`/setup#${exchange(at).setup}`);
    await sees(setup.link.done.title);
    await signIn(page);
    expect(new URL(page.url()).pathname).toBe("/");
  });
});

/** What is said beside a field that is marked as wrong, to the eye and to who listens. */
async function saidBeside(input: Locator): Promise<string> {
  await input.and(input.page().locator("[aria-invalid=true]")).waitFor();
  return input.evaluate(one =>
    (one.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map(id => document.getElementById(id)?.textContent ?? "")
      .join(" "),
  );
}

/** What a camera reads from a picture on the page. */
async function scanned(code: Locator): Promise<string> {
  await code.waitFor();
  const png = (await code.screenshot({ scale: "css" })).toString("base64");
  const camera = await browser.newPage();
  try {
    await camera.addScriptTag({ content: JSQR });
    return await camera.evaluate(async base64 => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
      canvas?.drawImage(image, 0, 0);
      const dots = canvas?.getImageData(0, 0, image.width, image.height);
      const { jsQR } = window as unknown as { jsQR: typeof import("jsqr").default };
      return (dots && jsQR(dots.data, dots.width, dots.height)?.data) ?? "";
    }, png);
  } finally {
    await camera.close();
  }
}

/** Has whoever plays the phone do the next thing. */
function ring(at: string, what: string): void {
  const bell = `${facts.bells}-${at}-${what}`;
  expect(existsSync(bell)).toBe(false);
  writeFileSync(bell, "");
}

async function keepOpen(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute("data-kept-open", ""));
}

async function isOpenStill(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.hasAttribute("data-kept-open"))).toBe(true);
}
