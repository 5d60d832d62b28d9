/** Who is signed in, and what he may do. */
import { useQuery } from "@tanstack/react-query";
import { setLanguage } from "@/i18n";
import { api, type Schemas } from "./client";
import { follow, unfollow } from "./live";
import { queries } from "./queries";

export type Me = Schemas["Me"];
export type Permission = Schemas["Permission"];

const KEY = ["session"];

const session = {
  queryKey: KEY,
  queryFn: async (): Promise<Me> => {
    const { data } = await api.GET("/api/v1/session");
    if (!data) throw new Error("a session without a body");
    return data;
  },
  staleTime: Number.POSITIVE_INFINITY,
};

/** Reads who is signed in; a refusal is thrown where nobody is. */
export async function whoAmI(): Promise<Me> {
  const me = await queries.ensureQueryData(session);
  await setLanguage(me.language);
  follow();
  return me;
}

/** Takes note of somebody who has just signed in. */
export async function signedIn(me: Me): Promise<void> {
  queries.clear();
  queries.setQueryData(KEY, me);
  await setLanguage(me.language);
  follow();
}

/** Ends the session here and at the exchange. */
export async function signOut(): Promise<void> {
  unfollow();
  await api.DELETE("/api/v1/session").catch(() => undefined);
  queries.clear();
}

/** Forgets a session that has ended by itself. */
export function sessionEnded(): void {
  unfollow();
  queries.clear();
}

/** Who is signed in, for pages behind the login. */
export function useMe(): Me | undefined {
  return useQuery(session).data;
}

/** Whether whoever is signed in may do this. */
export function useMay(permission: Permission): boolean {
  return useMe()?.permissions.includes(permission) ?? false;
}
