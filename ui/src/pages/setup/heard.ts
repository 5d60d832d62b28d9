/** What was heard of a test call, and what to say of it. */
import type { Schemas } from "@/api/client";

/** One leg's audio, as the exchange measures it. */
export type Heard = Pick<
  Schemas["LegAudioRow"],
  "codec" | "packets_rx" | "packets_tx" | "loss_rx_pct" | "jitter_ms" | "mos" | "heard"
>;

/** Half a second of audio: before that nothing can be said. */
const PACKETS_MIN = 25;

/** Loss that people hear, in percent. */
const LOSS_MAX_PCT = 2;

export type Judged = "silent" | "muted" | "lossy" | "faint" | "good";

/** What is wrong, the worst first; how loud somebody is, the exchange judges. */
export function judge({ packets_rx, loss_rx_pct, heard }: Heard): Judged {
  // Levels come every second, packets are counted every five.
  if (packets_rx < PACKETS_MIN && heard?.loudest_dbm0 == null) return "silent";
  if (heard?.loudness === "silent") return "muted";
  if (loss_rx_pct > LOSS_MAX_PCT) return "lossy";
  return heard?.loudness === "faint" ? "faint" : "good";
}

/** The quietest level that the meter shows: below it nobody speaks. */
const QUIETEST_DBM0 = -60;

/** How far the needle of a meter goes for a level, from 0 to 100. */
export function needle(level_dbm0: number | null | undefined): number {
  if (level_dbm0 == null) return 0;
  return Math.max(0, Math.min(100, 100 - (100 * level_dbm0) / QUIETEST_DBM0));
}

/** The line of a channel as Asterisk names them: `SIP/alice-0000002a`. */
export function lineOf(channel: string): string {
  return channel.replace(/^SIP\//, "").replace(/-[0-9a-f]{8}$/, "");
}
