/** Lists on paper: every column under its head, and nothing that only a screen has. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { overhang, PATHS, see } from "./sight";
import { administrator, exchange, launch, picture } from "./world";

/** A4 at 96 dots an inch, without margins of an inch and a half together. */
const PAPER = { width: 650, height: 980 };

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launch();
  page = await administrator(browser, exchange("B"));
});

afterAll(() => browser.close());

describe.each(PATHS)("%s", path => {
  let columns: string[] = [];

  beforeAll(async () => {
    await page.emulateMedia({ media: "screen" });
    await page.setViewportSize({ width: 1280, height: 900 });
    await see(page, path);
    columns = (await heads(page)).filter(name => name !== "Actions");
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    await page.setViewportSize(PAPER);
    await page.waitForTimeout(100);
  });

  it("has no menu, no button and no field", async () => {
    for (const role of [
      "navigation",
      "banner",
      "button",
      "textbox",
      "searchbox",
      "checkbox",
      "combobox",
    ] as const)
      expect(await visible(page, role)).toEqual([]);
  });

  it("has every column of the screen under its head, and all rows", async () => {
    expect(columns.length).toBeGreaterThan(1);
    // Where there is little room, they may stand in another order.
    expect((await heads(page)).sort()).toEqual(columns.sort());
    const table = page.getByRole("table").first();
    expect(await table.getByRole("row").count()).toBeGreaterThan(1);
    // The head comes again on every sheet.
    expect(await table.locator("thead").evaluate(one => getComputedStyle(one).display)).toBe(
      "table-header-group",
    );
  });

  it("is no wider than the paper, and nothing of the table is cut off", async () => {
    await picture(page, `print${path.replaceAll(/[^\w]+/g, "-")}`);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    const cut = await page
      .getByRole("table")
      .first()
      .evaluate(table => {
        const right = table.getBoundingClientRect().right;
        const clips: string[] = [];
        for (let around = table.parentElement; around; around = around.parentElement)
          if (
            getComputedStyle(around).overflowX !== "visible" &&
            around.getBoundingClientRect().right < right - 1
          )
            clips.push(around.className);
        return right > window.innerWidth + 1 ? [...clips, `${right} px`] : clips;
      });
    expect(cut).toEqual([]);
  });

  it("becomes sheets", async () => {
    const sheets = await page.pdf({ format: "A4" });
    expect(sheets.subarray(0, 5).toString()).toBe("%PDF-");
  });
});

it("prints the sheet of a phone without the list behind it", async () => {
  await page.emulateMedia({ media: "screen" });
  await see(page, "/lines");
  await page
    .getByRole("button", { name: /^Phone settings of/ })
    .first()
    .click();
  await page.getByRole("table", { name: "Settings of the phone" }).waitFor();
  await page.emulateMedia({ media: "print" });
  await picture(page, "print-sheet");
  expect(await page.getByRole("table", { name: "Settings of the phone" }).isVisible()).toBe(true);
  expect(await page.locator("#root").isVisible()).toBe(false);
});

/** The names of the columns that can be seen. */
function heads(of: Page): Promise<string[]> {
  return of
    .getByRole("table")
    .first()
    .locator("thead th")
    .evaluateAll(all =>
      all
        .filter(one => one.checkVisibility())
        .map(one => (one.textContent ?? "").trim())
        .filter(Boolean),
    );
}

/** What of a role can be seen. On paper, a head that orders its column on the screen is only a head. */
async function visible(of: Page, role: Parameters<Page["getByRole"]>[0]): Promise<string[]> {
  return of
    .getByRole(role)
    .evaluateAll(all =>
      all
        .filter(one => one.checkVisibility() && !one.closest("thead"))
        .map(one => one.outerHTML.slice(0, 120)),
    );
}
