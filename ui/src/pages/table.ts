/** Every page, its address, its file and its words: for the router, and for whoever loads the first page before the router is there. */
import type { Namespace } from "@/i18n/files";

export interface PageRow {
  /** As the router writes it: `$id` stands for anything. */
  path: string;
  load: () => Promise<object>;
  /** The name of the component in the file. */
  component: string;
  words: Namespace[];
}

function page(path: string, load: () => Promise<object>, component: string, ...words: Namespace[]): PageRow {
  return { path, load, component, words };
}

/** The list of a noun and its form, for a new one and for one that is stored. */
function nounPages(
  path: string,
  loadList: () => Promise<object>,
  loadForm: () => Promise<object>,
  ...words: Namespace[]
): PageRow[] {
  return [
    page(path, loadList, "ListPage", ...words),
    page(`${path}/new`, loadForm, "NewPage", ...words),
    page(`${path}/$id`, loadForm, "EditPage", ...words),
  ];
}

/** The frame around the pages of whoever is signed in, and the words that any of them may need. */
export const SHELL = page("", () => import("@/frame/shell"), "Shell", "frame", "list", "form", "finder");

/** Pages for whoever is signed in. */
export const CLOSED = [
  page("/", () => import("./dashboard"), "Dashboard", "dashboard", "history"),
  page("/route", () => import("./route"), "RoutePage", "route"),
  ...nounPages(
    "/users",
    () => import("./users/list"),
    () => import("./users/form"),
    "users",
    "lines",
  ),
  page("/users/import", () => import("./users/import"), "ImportPage", "users"),
  ...nounPages(
    "/lines",
    () => import("./lines/list"),
    () => import("./lines/form"),
    "lines",
  ),
  ...nounPages(
    "/extensions",
    () => import("./extensions/list"),
    () => import("./extensions/form"),
    "extensions",
  ),
  ...nounPages(
    "/contexts",
    () => import("./contexts/list"),
    () => import("./contexts/form"),
    "contexts",
    "route",
  ),
  ...nounPages(
    "/trunks",
    () => import("./trunks/list"),
    () => import("./trunks/form"),
    "trunks",
    "route",
  ),
  ...nounPages(
    "/outgoing-calls",
    () => import("./outgoing-calls/list"),
    () => import("./outgoing-calls/form"),
    "outgoing",
    "route",
  ),
  ...nounPages(
    "/incoming-calls",
    () => import("./incoming-calls/list"),
    () => import("./incoming-calls/form"),
    "incoming",
    "route",
  ),
  page("/settings/sip", () => import("./sip-settings"), "SipSettings", "settings"),
  page("/settings/limits", () => import("./limits"), "LimitsPage", "limits"),
  page("/sounds", () => import("./sounds"), "SoundsPage", "sounds"),
  page("/calls", () => import("./calls"), "CallsPage", "calls"),
  page("/calls/$id", () => import("./call"), "CallPage", "calls", "route"),
  page("/call-logs", () => import("./call-logs"), "CallLogsPage", "calls"),
  ...nounPages(
    "/admins",
    () => import("./admins/list"),
    () => import("./admins/form"),
    "access",
  ),
  page("/tokens", () => import("./tokens"), "TokensPage", "access", "history"),
  page("/bans", () => import("./bans"), "BansPage", "bans"),
  page("/password", () => import("./password"), "PasswordPage", "access"),
  page("/history", () => import("./history"), "HistoryPage", "history"),
  page("/history/$number", () => import("./history/revision"), "RevisionPage", "history"),
  page("/backup", () => import("./backup"), "BackupPage", "backup", "history"),
  page("/manual", () => import("./manual"), "ManualPage", "manual"),
  page("/manual/$page", () => import("./manual"), "ManualPage", "manual"),
  page("/api/docs", () => import("./api-docs"), "ApiDocsPage", "manual"),
  page("/about", () => import("./about"), "AboutPage", "manual"),
];

/** Pages for everybody. */
export const LOGIN = page("/login", () => import("./login"), "LoginPage", "access");
export const SETUP = page("/setup", () => import("./setup"), "SetupPage", "form", "setup", "access", "lines");

/** Finds the page at an address; one that is written out goes before one with a `$`. */
export function pageAt(path: string, pages: PageRow[]): PageRow | undefined {
  const asked = parts(path);
  const fits = (row: PageRow, isExact: boolean) => {
    const own = parts(row.path);
    return (
      own.length === asked.length &&
      own.every((part, index) => part === asked[index] || (!isExact && part.startsWith("$")))
    );
  };
  return pages.find(row => fits(row, true)) ?? pages.find(row => fits(row, false));
}

function parts(path: string): string[] {
  return path.split("/").filter(Boolean);
}
