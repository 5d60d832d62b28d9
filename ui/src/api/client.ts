/** The exchange's API, typed by its own OpenAPI document. A refusal is thrown as `Refused`, silence as `Unreachable`. */
import createFetchClient from "openapi-fetch";
import createQueryClient from "openapi-react-query";
import { ask } from "./early";
import { Refused, refusedBy, Unreachable } from "./problem";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

/** For requests outside of React. */
export const api = createFetchClient<paths>({ baseUrl: "", credentials: "same-origin", fetch: ask });

api.use({
  async onResponse({ response }) {
    if (!response.ok) throw await refusedBy(response);
    return undefined;
  },
  onError({ error }) {
    return error instanceof Refused ? error : new Unreachable();
  },
});

/** Hooks for pages: `$api.useQuery("get", "/api/v1/trunks")`. */
export const $api = createQueryClient(api);
