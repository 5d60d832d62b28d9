/** How trunks stand, as the exchange tells it. */
import { $api, type Schemas } from "@/api/client";
import { type ListParams, queryOf } from "@/list/params";

export type Place = Schemas["Place"];
export type TrunkState = Schemas["TrunkState"];
export type TrunkStatus = Schemas["TrunkRow"];

/** Events tell of most changes at once; when the next refresh is, only the next look tells. */
const LOOK_EVERY_MS = 10_000;

export function useTrunkStates(params: ListParams) {
  return $api.useQuery(
    "get",
    "/api/v1/status/trunks",
    { params: { query: queryOf(params) } },
    { refetchInterval: LOOK_EVERY_MS, placeholderData: before => before },
  );
}

export function useTrunkState(id: number) {
  return $api.useQuery(
    "get",
    "/api/v1/status/trunks/{id}",
    { params: { path: { id } } },
    { refetchInterval: LOOK_EVERY_MS },
  );
}
