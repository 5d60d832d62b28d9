/** Colours and sizes. Every pair of text and ground reaches the contrast that WCAG 2.2 AA asks for, in both themes. */
import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from "@mantine/core";
import { takeFirst } from "./form/take-first";
import { takeMarked } from "./form/take-marked";

/** Petrol: the colour of the enamel on old exchanges. */
const petrol: MantineColorsTuple = [
  "#e8f6f8",
  "#d3eaee",
  "#a5d5dd",
  "#74bfcb",
  "#4dadbc",
  "#2f9aab",
  "#1a8496",
  "#0e6c7c",
  "#0b5c6b",
  "#074550",
];

const theme = createTheme({
  colors: { petrol },
  primaryColor: "petrol",
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SFMono-Regular", "DejaVu Sans Mono", Menlo, Consolas, monospace',
  headings: { fontWeight: "650" },
  respectReducedMotion: true,
  components: {
    // A list of choices that nobody opened would have the same name as its field.
    Combobox: { defaultProps: { keepMounted: false } },
    // Whoever is led to a field that is wrong must see what is wrong with it.
    Select: { defaultProps: { openOnFocus: false, onKeyDown: takeFirst, onKeyDownCapture: takeMarked } },
    MultiSelect: { defaultProps: { openOnFocus: false, onKeyDown: takeFirst, onKeyDownCapture: takeMarked } },
  },
});

/** The theme with the words that it puts on the page by itself: the name of the button that closes a dialog. */
export function themeIn(close: string): MantineThemeOverride {
  // The head of a dialog is no head of the page.
  const attributes = { header: { role: "none" } };
  const closeButtonProps = { "aria-label": close };
  const Modal = { defaultProps: { attributes, closeButtonProps } };
  const Drawer = { defaultProps: { attributes, closeButtonProps } };
  const Notification = { defaultProps: { closeButtonProps } };
  return { ...theme, components: { ...theme.components, Modal, Drawer, Notification } };
}

/** Mantine's own dimmed, placeholder and error colours are too faint for small text. */
export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#495057",
    "--mantine-color-placeholder": "#5c636a",
    "--mantine-color-error": "#c2255c",
    "--mantine-color-anchor": "#0b5c6b",
    "--strowger-row": "#f4f8f9",
    "--strowger-ok": "#1e6f3a",
    "--strowger-warn": "#8a4b00",
    "--strowger-bad": "#b3261e",
  },
  dark: {
    "--mantine-color-dimmed": "#b4b9bf",
    "--mantine-color-placeholder": "#9aa0a6",
    "--mantine-color-error": "#ff8fab",
    "--mantine-color-anchor": "#74bfcb",
    "--strowger-row": "#2b3033",
    "--strowger-ok": "#7ddc9a",
    "--strowger-warn": "#ffc078",
    "--strowger-bad": "#ffa8a8",
  },
});
