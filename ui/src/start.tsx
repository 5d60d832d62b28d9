/** Puts the application on the page, once its words and the first page are there. */
import "@mantine/core/styles/baseline.layer.css";
import "@mantine/core/styles/default-css-variables.layer.css";
import "@mantine/core/styles/global.layer.css";
import "./app.css";
import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { fetchRest } from "./frame/later";
import { startWords } from "./i18n";
import { router } from "./router";

export async function start(): Promise<void> {
  // The build gives each component its own.
  if (import.meta.env.DEV) await import("@mantine/core/styles.layer.css");
  await startWords();
  // The splash stays until there is a page to put in its place.
  await router.load();
  const root = document.getElementById("root");
  if (!root) return;
  // As a transition, the first page is made in short steps, between which the browser stays awake.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
  fetchRest();
}
