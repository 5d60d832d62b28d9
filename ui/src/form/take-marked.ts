/**
 * Enter takes the choice that is marked. Mantine remembers only its place in the list, so that after an answer to a search has come
 * it would take another one, or none.
 */
import type { KeyboardEvent } from "react";

/** Comes before Mantine's own, and in its place. */
export function takeMarked(event: KeyboardEvent<HTMLInputElement>): void {
  const input = event.currentTarget;
  if (event.key !== "Enter" || event.nativeEvent.isComposing || input.readOnly) return;
  if (input.getAttribute("aria-expanded") !== "true") return;
  const list = document.getElementById(input.getAttribute("aria-controls") ?? "");
  const marked = list?.querySelector<HTMLElement>("[data-combobox-selected]");
  if (!marked) return;
  event.preventDefault();
  event.stopPropagation();
  marked.click();
}
