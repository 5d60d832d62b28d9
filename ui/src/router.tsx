/** Every page and its address. A page and its words are loaded when somebody first goes there. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { api } from "./api/client";
import { needsSignIn } from "./api/problem";
import { whenSignedOut } from "./api/queries";
import { sessionEnded, whoAmI } from "./api/session";
import { Broken, Missing } from "./frame/broken";
import { noteLeaving } from "./frame/title-focus";
import { loadWords, type Namespace } from "./i18n";
import { readParams } from "./list/params";

const root = createRootRoute({ component: Outlet, notFoundComponent: Missing, errorComponent: Broken });

/** Pages for everybody. */
const open = createRoute({ getParentRoute: () => root, id: "open" });

/** Pages for whoever is signed in, within the frame. */
const closed = createRoute({
  getParentRoute: () => root,
  id: "closed",
  component: lazyRouteComponent(() => import("./frame/shell"), "Shell"),
  // In the loader, not before: who it is, the frame, the page and its words are asked for at the same time.
  loader: async ({ location }) => {
    try {
      await Promise.all([whoAmI(), loadWords("list", "form", "finder")]);
    } catch (error) {
      if (!needsSignIn(error)) throw error;
      sessionEnded();
      const { data } = await api.GET("/api/v1/setup");
      throw redirect(data?.needed ? { to: "/setup" } : { to: "/login", search: { next: location.href } });
    }
  },
});

type PageModule = Record<string, React.ComponentType>;

/** A page within the frame: its address, its file, the component in it, the words that it needs. */
function page(path: string, load: () => Promise<object>, component: string, ...words: Namespace[]) {
  return createRoute({
    getParentRoute: () => closed,
    path,
    validateSearch: readParams,
    loader: () => loadWords(...words),
    component: lazyRouteComponent(load as () => Promise<PageModule>, component),
  });
}

/** The list of a noun and its form, for a new one and for one that is stored. */
function nounPages(path: string, load: () => Promise<object>, ...words: Namespace[]) {
  return [
    page(path, load, "ListPage", ...words),
    page(`${path}/new`, load, "NewPage", ...words),
    page(`${path}/$id`, load, "EditPage", ...words),
  ];
}

const pages = [
  page("/", () => import("./pages/dashboard"), "Dashboard", "dashboard", "history"),
  page("/route", () => import("./pages/route"), "RoutePage", "route"),
  ...nounPages("/users", () => import("./pages/users"), "users", "lines"),
  page("/users/import", () => import("./pages/users/import"), "ImportPage", "users"),
  ...nounPages("/lines", () => import("./pages/lines"), "lines"),
  ...nounPages("/extensions", () => import("./pages/extensions"), "extensions"),
  ...nounPages("/contexts", () => import("./pages/contexts"), "contexts", "route"),
  ...nounPages("/trunks", () => import("./pages/trunks"), "trunks", "route"),
  ...nounPages("/outgoing-calls", () => import("./pages/outgoing-calls"), "outgoing", "route"),
  ...nounPages("/incoming-calls", () => import("./pages/incoming-calls"), "incoming", "route"),
  page("/settings/sip", () => import("./pages/sip-settings"), "SipSettings", "settings"),
  page("/sounds", () => import("./pages/sounds"), "SoundsPage", "sounds"),
  page("/calls", () => import("./pages/calls"), "CallsPage", "calls"),
  page("/calls/$id", () => import("./pages/call"), "CallPage", "calls", "route"),
  page("/call-logs", () => import("./pages/call-logs"), "CallLogsPage", "calls"),
  ...nounPages("/admins", () => import("./pages/admins"), "access"),
  page("/tokens", () => import("./pages/tokens"), "TokensPage", "access", "history"),
  page("/password", () => import("./pages/password"), "PasswordPage", "access"),
  page("/history", () => import("./pages/history"), "HistoryPage", "history"),
  page("/history/$number", () => import("./pages/history/revision"), "RevisionPage", "history"),
  page("/backup", () => import("./pages/backup"), "BackupPage", "backup", "history"),
  page("/manual", () => import("./pages/manual"), "ManualPage", "manual"),
  page("/manual/$page", () => import("./pages/manual"), "ManualPage", "manual"),
  page("/api/docs", () => import("./pages/api-docs"), "ApiDocsPage", "manual"),
  page("/about", () => import("./pages/about"), "AboutPage", "manual"),
];

const login = createRoute({
  getParentRoute: () => open,
  path: "/login",
  validateSearch: (raw: Record<string, unknown>) => (typeof raw.next === "string" ? { next: raw.next } : {}),
  loader: () => loadWords("access"),
  component: lazyRouteComponent(() => import("./pages/login"), "LoginPage"),
});

const setup = createRoute({
  getParentRoute: () => open,
  path: "/setup",
  loader: () => loadWords("form", "setup", "access", "lines"),
  component: lazyRouteComponent(() => import("./pages/setup"), "SetupPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([open.addChildren([login, setup]), closed.addChildren(pages)]),
  defaultPreload: "intent",
  defaultNotFoundComponent: Missing,
  defaultErrorComponent: Broken,
  scrollRestoration: true,
});

router.subscribe("onBeforeNavigate", ({ fromLocation, pathChanged }) => {
  if (fromLocation && pathChanged) noteLeaving();
});

// A session that ends while a page is open leads to the login, and from there back to the page.
whenSignedOut(() => {
  const { pathname, href } = router.state.location;
  if (pathname === "/login" || pathname === "/setup") return;
  sessionEnded();
  void router.navigate({ to: "/login", search: { next: href } });
});
