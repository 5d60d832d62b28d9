/**
 * What the QR code of a line holds. No standard says how a SIP account is written for a camera, so there are two:
 *
 * - the account as the Wave app of Grandstream reads it (Android, iOS): server, username and password in one short XML text, so that
 *   nothing is left to type;
 * - the SIP address (RFC 3261 section 19.1), without the password: any camera reads it, and hands it to the softphone that is there.
 */

/** What both codes are made of. */
export interface Account {
  username: string;
  /** What others see; the user's name. */
  displayName: string;
  number: string | null;
  server: string;
  port: number;
  transport: "udp" | "tcp" | "tls";
}

/** The port where nothing is said, per transport (RFC 3261 section 19.1.2). */
const USUAL_PORT = { udp: 5060, tcp: 5060, tls: 5061 };

/** The server as phones are told it: its port only where it is not the usual one. */
export function serverOf({ server, port, transport }: Account): string {
  const host = server.includes(":") && !server.startsWith("[") ? `[${server}]` : server;
  return port === USUAL_PORT[transport] ? host : `${host}:${port}`;
}

/** The SIP address of the line. */
export function sipAddress(account: Account): string {
  const parameters = account.transport === "udp" ? "" : `;transport=${account.transport}`;
  return `sip:${escapeUser(account.username)}@${serverOf(account)}${parameters}`;
}

/** The account as Grandstream's Wave app reads it. */
export function waveAccount(account: Account, password: string): string {
  const name = account.number ? `${account.displayName} ${account.number}` : account.displayName;
  const fields: [string, string][] = [
    ["RegisterServer", serverOf(account)],
    ["UserID", account.username],
    ["AuthID", account.username],
    ["AuthPass", password],
    ["AccountName", name.trim()],
    ["DisplayName", account.displayName],
  ];
  const inner = fields.map(([tag, text]) => `<${tag}>${escapeXml(text)}</${tag}>`).join("");
  return `<?xml version="1.0" encoding="utf-8"?><AccountConfig version="1"><Account>${inner}</Account></AccountConfig>`;
}

/** Escapes what may not stand in the user part of a SIP URI (RFC 3261 section 25.1, `user`). */
function escapeUser(user: string): string {
  return encodeURIComponent(user).replace(/%(26|3D|2B|24|2C|3B|3F|2F)/g, escaped =>
    decodeURIComponent(escaped),
  );
}

function escapeXml(text: string): string {
  const named: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&apos;",
  };
  return text.replace(/[&<>"']/g, sign => named[sign] ?? sign);
}
