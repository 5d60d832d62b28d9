/** The two ways to do a thing on a page: with a mouse, or with no mouse at all. */
import type { Locator, Page } from "playwright-core";

export interface Hand {
  /** Presses a button, a link, or a box to tick. */
  press(target: Locator): Promise<void>;
  /** Writes into a field, in the place of what it holds. */
  write(field: Locator, text: string): Promise<void>;
  /** Takes a word from the list of a field. */
  pick(field: Locator, word: string): Promise<void>;
  /** Opens a tab of a form. */
  turn(tab: Locator): Promise<void>;
  /** Saves the form of the page. */
  save(page: Page): Promise<void>;
}

export const mouse: Hand = {
  press: target => target.click(),
  write: (field, text) => field.fill(text),
  pick: async (field, word) => {
    await field.click();
    if (await field.isEditable()) await field.fill(word);
    await optionOf(field.page(), word).click();
  },
  turn: tab => tab.click(),
  save: page => page.getByRole("button", { name: "Save", exact: true }).click(),
};

/** Tab, arrows, Enter, Space and letters. That the focus is lost, stays where it is, or never comes to a thing is a fault of the page. */
export const keyboard: Hand = {
  press: async target => {
    await reach(target);
    const isTick = (await target.getAttribute("type")) === "checkbox";
    await target.page().keyboard.press(isTick ? "Space" : "Enter");
  },
  write: async (field, text) => {
    await reach(field);
    await field.page().keyboard.press("Control+A");
    await field.page().keyboard.type(text);
  },
  pick: async (field, word) => {
    const { keyboard: keys } = field.page();
    await reach(field);
    // It may open by itself; nobody's finger is at a key before that is to be seen.
    await field.page().waitForTimeout(SIGHT_MS);
    if (await field.isEditable()) {
      await keys.press("Control+A");
      await keys.type(word);
    } else if ((await field.getAttribute("aria-expanded")) !== "true") await keys.press("Enter");
    const option = optionOf(field.page(), word);
    await option.waitFor();
    await field.page().waitForTimeout(SIGHT_MS);
    await arrows(field.page(), "ArrowDown", () => isAt(option));
    await keys.press("Enter");
    await option.waitFor({ state: "hidden" });
  },
  turn: async tab => {
    // One of the tabs is in the order of Tab; from it the arrows lead to the others.
    await reach(tab.page().getByRole("tab", { selected: true }));
    await arrows(tab.page(), "ArrowRight", () => hasFocus(tab));
  },
  save: page => page.keyboard.press("Control+S"),
};

/** How long somebody looks at a field, and at its list, before going on. */
const SIGHT_MS = 100;

function optionOf(page: Page, word: string): Locator {
  return page.getByRole("option", { name: word, exact: true });
}

/** Whether the arrows stand at an option: its field says so to screen readers, too. */
async function isAt(option: Locator): Promise<boolean> {
  return option.evaluate(
    one =>
      one.hasAttribute("data-combobox-selected") &&
      document.activeElement?.getAttribute("aria-activedescendant") === one.id,
  );
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate(one => one === document.activeElement);
}

/** More arrows than any list or row of tabs needs. */
const ARROWS_MAX = 30;

async function arrows(page: Page, key: string, isThere: () => Promise<boolean>): Promise<void> {
  for (let pressed = 0; pressed <= ARROWS_MAX; pressed += 1) {
    if (await isThere()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${ARROWS_MAX} times ${key}, and it never came there`);
}

/** More than any page has to offer, even there and back. */
const TABS_MAX = 150;

/** Goes to a thing by Tab, or back by Shift+Tab, as somebody does who sees where it is. */
async function reach(target: Locator): Promise<void> {
  const page = target.page();
  await target.waitFor();
  // A page that is just coming has a moment to say where one is.
  await page
    .waitForFunction(() => document.activeElement !== document.body, undefined, { timeout: 2_000 })
    .catch(() => undefined);
  for (let pressed = 0; pressed <= TABS_MAX; pressed += 1) {
    const at = await target.evaluate(one => {
      const active = document.activeElement;
      const isLost = !active || active === document.body;
      const previous = window as unknown as { focusedBefore?: Element | null };
      const isStuck = previous.focusedBefore === active;
      previous.focusedBefore = one === active ? null : active;
      const box = active?.getBoundingClientRect();
      return {
        isThere: one === active,
        isLost,
        isStuck,
        isSeen: box !== undefined && box.width > 0 && box.height > 0,
        isBack: Boolean(active && active.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING),
        name: active?.outerHTML.slice(0, 200),
      };
    });
    if (at.isThere) return;
    if (at.isLost) throw new Error(`the focus is lost on the way to ${target}, after ${pressed} steps`);
    if (at.isStuck) throw new Error(`the focus is trapped on the way to ${target}: ${at.name}`);
    if (!at.isSeen) throw new Error(`the focus is on something that is not there to be seen: ${at.name}`);
    await page.keyboard.press(at.isBack ? "Shift+Tab" : "Tab");
  }
  throw new Error(`the focus never comes to ${target}`);
}
