/**
 * The page "Interconnect two XiVO directly", done in two browsers, every step in the words that the page uses: from the first address
 * on by what is to be seen there, with a mouse or without.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { choose, fill, fillPassword, hand, open, press, save, saved, sees, tab, tick } from "./steps";
import { administrator, exchange, launch, picture, world } from "./world";

const { facts } = world();

/** What the trunk at B reaches: `Incalls`, or `default` for an exchange of one's own. */
const CONTEXT = facts.context ?? "Incalls";

/** Which sides have a web admin; the other is somebody else's exchange. */
const SIDES = facts.sides ?? "AB";

/** Where B is, as A's administrator types it. */
const ADDRESS_OF_B = facts.addressOfB ?? "";
const ADDRESS_OF_A = facts.addressOfA ?? "";

let browser: Browser;
let a: Page;
let b: Page;

beforeAll(async () => {
  browser = await launch();
  if (SIDES.includes("A")) a = await administrator(browser, exchange("A"), {}, hand);
  if (SIDES.includes("B")) b = await administrator(browser, exchange("B"), {}, hand);
});

afterAll(() => browser.close());

// Whoever looks for what went wrong wants to see the page.
afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  for (const [side, page] of Object.entries({ a, b }))
    if (page) await picture(page, `failed-${side}-${task.id}`);
});

/** The page's own password is weak: it is refused beside the field, and taken once somebody insists. */
async function insist(page: Page): Promise<void> {
  await save(page);
  await tick(page, /Use this weak password all the same/);
  await save(page);
}

async function generalTab(page: Page, addressing: "Dynamic" | "Static", context: string): Promise<void> {
  const general = await tab(page, "General");
  await fill(general, "Name", "xivo-trunk");
  await fill(general, "Username", "xivo-trunk");
  await fillPassword(general, "pass");
  await choose(general, "Connection type", "Friend");
  await choose(general, "IP addressing type", addressing);
  await choose(general, "Context", context);
}

/** A user with one line. */
async function makeUser(page: Page, name: string, number: string): Promise<void> {
  await open(page, "Users");
  await press(page, "link", "Add a user");
  const general = await tab(page, "General");
  await fill(general, "First name", name);
  const lines = await tab(page, "Lines");
  await fill(lines, "Username", name);
  await fillPassword(lines, facts.phonePassword ?? "");
  await fill(lines, "Number", number);
  await save(page);
  await saved(page, /\/users\/\d+$/);
}

describe.skipIf(!SIDES.includes("B"))("Establish the trunk, on B", () => {
  it("Services > IPBX > Trunk management > SIP Protocol: create a SIP trunk", async () => {
    await open(b, "Trunks (SIP Protocol)");
    await press(b, "link", "New trunk");
    await generalTab(b, "Dynamic", CONTEXT);
    await insist(b);
    await saved(b, /\/trunks\/\d+$/);
    await picture(b, "trunk-b");
  });

  it("Enabled codecs: at least GSM (audio)", () => enableGsm(b));
});

describe.skipIf(!SIDES.includes("A"))("Establish the trunk, on A", () => {
  it("creates the other end of the SIP trunk, with its Register tab", async () => {
    await open(a, "Trunks (SIP Protocol)");
    await press(a, "link", "New trunk");
    await generalTab(a, "Static", "Incalls");
    await fill(await tab(a, "General"), "Address", ADDRESS_OF_B);
    const register = await tab(a, "Register");
    await tick(register, "Register");
    await choose(register, "Transport", "UDP");
    await fill(register, "Username", "xivo-trunk");
    await fillPassword(register, "pass");
    await fill(register, "Remote server", ADDRESS_OF_B);
    await insist(a);
    await saved(a, /\/trunks\/\d+$/);
  });

  it("Enabled codecs: at least GSM (audio)", () => enableGsm(a));

  it("shows that A is registered, without a reload", async () => {
    await open(a, "Trunks (SIP Protocol)");
    await sees(a, new RegExp(`Registered at ${ADDRESS_OF_B.replaceAll(".", "\\.")}`), 40_000);
    await picture(a, "trunks-a");
  });
});

describe.skipIf(SIDES !== "AB")("On B", () => {
  it("shows who has registered here", async () => {
    await open(b, "Trunks (SIP Protocol)");
    await sees(b, new RegExp(`Registered here from ${ADDRESS_OF_A.replaceAll(".", "\\.")}`));
  });
});

describe("People with phones", () => {
  it.skipIf(!SIDES.includes("A"))("makes alice on A", () => makeUser(a, "alice", "201"));
  it.skipIf(!SIDES.includes("B"))("makes someone on B", () => makeUser(b, "someone", "111"));
});

describe.skipIf(!SIDES.includes("A"))("Set the outgoing calls", () => {
  it("Call management > Outgoing calls: tab General, tab Exten", async () => {
    await open(a, "Outgoing calls");
    await press(a, "link", "New outgoing call");
    const general = await tab(a, "General");
    await choose(general, "Trunks", "xivo-trunk");
    await a.keyboard.press("Escape");
    const exten = await tab(a, "Exten");
    await fill(exten, "Exten", "**99.");
    await fill(exten, "Stripnum", "4");
    await save(a);
    await saved(a, /\/outgoing-calls\/\d+$/);
    await picture(a, "outgoing-a");
  });

  it("says where **99101 would go, and why", async () => {
    await open(a, "Try a number");
    await fill(a, "Number dialled", "**99101");
    await press(a, "button", "Try");
    await sees(a, "xivo-trunk");
    await picture(a, "route-a");
  });
});

describe.skipIf(!SIDES.includes("B") || CONTEXT !== "Incalls")("Set the incoming calls", () => {
  it("Call management > Incoming calls: DID, Context, Destination, Redirect to", async () => {
    await open(b, "Incoming calls");
    await press(b, "link", "New incoming call");
    await fill(b, "DID", "101");
    await choose(b, "Context", "Incalls");
    await choose(b, "Destination", "User");
    await choose(b, "Redirect to", "someone");
    await save(b);
    await saved(b, /\/incoming-calls\/\d+$/);
    await picture(b, "incoming-b");
  });
});

describe.skipIf(!SIDES.includes("A") || CONTEXT !== "Incalls")("Try the trunk with a call", () => {
  it.skipIf(!SIDES.includes("B"))("makes an echo test on B that A can reach", async () => {
    await open(b, "Incoming calls");
    await press(b, "link", "New incoming call");
    await fill(b, "DID", "150");
    await choose(b, "Context", "Incalls");
    await choose(b, "Destination", "Echo test");
    await save(b);
    await saved(b, /\/incoming-calls\/\d+$/);
  });

  it("calls it from A, and hears the tone come back", async () => {
    await open(a, "Trunks (SIP Protocol)");
    await press(a, "link", "xivo-trunk");
    await fill(a, "Number of an echo test there", "150");
    await press(a, "button", "Test");
    await sees(a, /The tone came back over/, 30_000);
    await sees(a, "The test passed.");
    await picture(a, "test-a");
  });
});

/** Puts GSM among the codecs, where it is not there already. */
async function enableGsm(page: Page): Promise<void> {
  await open(page, "SIP Protocol");
  const signaling = await tab(page, "Signaling");
  const enable = signaling.getByRole("button", { name: "Enable gsm" });
  await signaling.getByRole("group", { name: "Enabled codecs" }).waitFor();
  if (await enable.count()) {
    await hand.press(enable);
    await save(page);
    await sees(page, "Saved");
  }
  await signaling.getByRole("button", { name: "Disable gsm" }).waitFor();
}
