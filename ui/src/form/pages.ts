/** Where the form of each noun is. */

/** The page of each kind of noun. */
export const PAGE_OF: Record<string, string> = {
  context: "/contexts",
  user: "/users",
  line: "/lines",
  extension: "/extensions",
  trunk: "/trunks",
  outgoing_call: "/outgoing-calls",
  incoming_call: "/incoming-calls",
};
