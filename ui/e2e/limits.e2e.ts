/** A stop is on the dashboard and on its page, and one click lifts it. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { administrator, exchange, launch, picture } from "./world";

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launch();
  page = await administrator(browser, exchange("A"));
});

afterAll(() => browser.close());

describe("a stop", () => {
  it("needs attention on the dashboard, which leads to its page", async () => {
    await page.goto("/");
    const told = page.getByText("Stopped: premium calls of user Alice.");
    await told.waitFor();
    await picture(page, "limits-dashboard");
    await page.goto("/settings/limits");
    await page.getByText("Stopped: Premium calls of user Alice").waitFor();
    await picture(page, "limits-stopped");
  });

  it("is lifted with one click", async () => {
    await page.getByRole("button", { name: /^Lift the stop/ }).click();
    await page.getByText("Nothing is stopped.").waitFor();
    await picture(page, "limits-lifted");
    expect(await page.getByRole("button", { name: /^Lift the stop/ }).count()).toBe(0);
  });

  it("has its trace: the class of the number", async () => {
    await page.goto("/route?line=alice&number=0899123456");
    await page
      .getByText(/\+33899123456 is a premium number, by \+3389/)
      .first()
      .waitFor();
  });

  it("needs no page of its own for a row of the table of classes", async () => {
    await page.goto("/settings/limits");
    await page.getByRole("tab", { name: "Classes of destination" }).click();
    await page.getByRole("button", { name: "Add a row" }).click();
    await page.getByLabel("Numbers that begin with").fill("+33899");
    await page.getByLabel("Note").fill("our own line");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved").first().waitFor();
    await picture(page, "limits-classes");
  });
});
