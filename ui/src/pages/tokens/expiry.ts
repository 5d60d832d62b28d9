/** When a token ends. */

export type Expiry = "d30" | "d90" | "d365" | "date" | "never";

const DAY_MS = 86_400_000;

/** Returns the moment; a chosen day ends with its last millisecond here. */
export function endOf(expiry: Expiry, day: string, now: number): number | undefined {
  switch (expiry) {
    case "never":
      return undefined;
    case "date":
      return new Date(`${day}T23:59:59.999`).getTime();
    default:
      return now + Number(expiry.slice(1)) * DAY_MS;
  }
}
