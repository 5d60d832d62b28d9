/** The addresses of the host, and which settings its configuration file has fixed. */
import { $api, type Schemas } from "@/api/client";

export type FixedSetting = Schemas["FixedSetting"];
export type HostAddress = Schemas["HostAddress"];

export function useAddresses(): Schemas["HostAddresses"] | undefined {
  return $api.useQuery("get", "/api/v1/setup/addresses").data;
}
