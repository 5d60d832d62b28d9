/** The pages at their addresses. A page and its words are loaded when somebody first goes there. */
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
import { loadWords } from "./i18n";
import { readParams } from "./list/params";
import { CLOSED, LOGIN, type PageRow, SETUP, SHELL } from "./pages/table";

const root = createRootRoute({ component: Outlet, notFoundComponent: Missing, errorComponent: Broken });

/** Pages for everybody. */
const open = createRoute({ getParentRoute: () => root, id: "open" });

/** Pages for whoever is signed in, within the frame. */
const closed = createRoute({
  getParentRoute: () => root,
  id: "closed",
  component: componentOf(SHELL),
  // In the loader, not before: who it is, the frame, the page and its words are asked for at the same time.
  loader: async ({ location }) => {
    try {
      await Promise.all([whoAmI(), loadWords(...SHELL.words)]);
    } catch (error) {
      if (!needsSignIn(error)) throw error;
      sessionEnded();
      const { data } = await api.GET("/api/v1/setup");
      throw redirect(data?.needed ? { to: "/setup" } : { to: "/login", search: { next: location.href } });
    }
  },
});

type PageModule = Record<string, React.ComponentType>;

/** The component of a page. */
function componentOf({ load, component }: PageRow) {
  return lazyRouteComponent(load as () => Promise<PageModule>, component);
}

/** Pages within the frame. */
const pages = CLOSED.map(row =>
  createRoute({
    getParentRoute: () => closed,
    path: row.path,
    validateSearch: readParams,
    loader: () => loadWords(...row.words),
    component: componentOf(row),
  }),
);

const login = createRoute({
  getParentRoute: () => open,
  path: LOGIN.path,
  validateSearch: (raw: Record<string, unknown>) => (typeof raw.next === "string" ? { next: raw.next } : {}),
  loader: () => loadWords(...LOGIN.words),
  component: componentOf(LOGIN),
});

const setup = createRoute({
  getParentRoute: () => open,
  path: SETUP.path,
  loader: () => loadWords(...SETUP.words),
  component: componentOf(SETUP),
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
