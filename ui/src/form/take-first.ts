/** Enter in a list of choices that was narrowed by typing takes the first that fits, and does not send the form with a half name. */
import type { KeyboardEvent } from "react";

export function takeFirst(event: KeyboardEvent<HTMLInputElement>): void {
  const input = event.currentTarget;
  if (event.key !== "Enter" || input.readOnly || input.getAttribute("aria-expanded") !== "true") return;
  const list = document.getElementById(input.getAttribute("aria-controls") ?? "");
  // Whoever went to a choice by the arrows takes that one.
  if (!list || list.querySelector("[data-combobox-selected]")) return;
  event.preventDefault();
  const typed = input.value.trim().toLowerCase();
  const textOf = (option: Element) => (option.textContent ?? "").toLowerCase();
  const options = [...list.querySelectorAll<HTMLElement>("[role=option]")];
  const isChosen = (option: Element) => option.hasAttribute("data-combobox-active");
  if (typed === "" || options.some(option => isChosen(option) && textOf(option) === typed)) return;
  // What is still shown of an earlier search does not fit: the answer to this one is on its way.
  options.find(option => !isChosen(option) && textOf(option).includes(typed))?.click();
}
