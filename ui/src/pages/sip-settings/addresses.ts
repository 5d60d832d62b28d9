/** The addresses of the host, and which settings its configuration file has fixed. */
import { useQuery } from "@tanstack/react-query";
import { API, send } from "@/api/nouns";

export type FixedSetting = "external_address" | "local_networks";

export interface HostAddress {
  address: string;
  prefix: number;
  kind: "private" | "public" | "link_local" | "loopback";
  listens: { transport: "udp" | "tcp"; port: number }[];
  advice: "phones_use_this" | "usable" | "only_this_host" | "not_listening";
}

export interface HostAddresses {
  items: HostAddress[];
  /** The address that others see us at, whoever has set it. */
  external_address?: string | null;
  local_networks: string[];
  fixed_by_file: FixedSetting[];
}

const PATH = `${API}/setup/addresses`;

export function useAddresses(): HostAddresses | undefined {
  return useQuery({
    queryKey: ["get", PATH, "whole"],
    queryFn: () => send<HostAddresses>("GET", PATH).then(acted => acted.answer),
    retry: false,
  }).data;
}
