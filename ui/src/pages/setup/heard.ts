/** What was heard of a test call, and what to say of it. */
import type { Schemas } from "@/api/client";

/** One leg's audio, as the exchange measures it. */
export type Heard = Pick<
  Schemas["LegAudioRow"],
  "codec" | "packets_rx" | "packets_tx" | "loss_rx_pct" | "jitter_ms" | "mos"
>;

/** Half a second of audio: before that nothing can be said. */
const PACKETS_MIN = 25;

/** Loss that people hear, in percent. */
const LOSS_MAX_PCT = 2;

export function judge({ packets_rx, loss_rx_pct }: Heard): "silent" | "lossy" | "good" {
  if (packets_rx < PACKETS_MIN) return "silent";
  return loss_rx_pct > LOSS_MAX_PCT ? "lossy" : "good";
}

/** The line of a channel as Asterisk names them: `SIP/alice-0000002a`. */
export function lineOf(channel: string): string {
  return channel.replace(/^SIP\//, "").replace(/-[0-9a-f]{8}$/, "");
}
