/** Starts the web admin. Small, so that it comes first, and asks at once for all that the first page needs. */
import { askEarly } from "./api/early";
import { firstLanguage, readWords } from "./i18n/files";
import { CLOSED, LOGIN, type PageRow, pageAt, SETUP, SHELL } from "./pages/table";

function fetchRow({ load, words }: PageRow): void {
  const language = firstLanguage();
  // A file that does not come is asked for again, and its failure shown, by the router.
  load().catch(() => undefined);
  for (const namespace of words) readWords(language, namespace).catch(() => undefined);
}

const { pathname } = window.location;
const open = pageAt(pathname, [LOGIN, SETUP]);
if (open) {
  askEarly("/api/v1/setup");
  fetchRow(open);
} else {
  askEarly("/api/v1/session");
  fetchRow(SHELL);
  const page = pageAt(pathname, CLOSED);
  if (page) fetchRow(page);
}
// Not awaited: what starts needs files of this chunk, which must be done by then.
void startInSteps();

/** Runs the code of each file in a task of its own, so that a slow phone's browser stays awake between them. */
async function startInSteps(): Promise<void> {
  await import("./steps/react");
  await aBreath();
  await import("./steps/base");
  await aBreath();
  await import("./steps/parts");
  await aBreath();
  const { start } = await import("./start");
  await aBreath();
  await start();
}

function aBreath(): Promise<void> {
  return new Promise(done => setTimeout(done));
}
