/** The quick table of the first users: what is proposed, and what is sent. */
import { randomPassword } from "@/form/random-password";

export interface UserRow {
  key: string;
  name: string;
  number: string;
  password: string;
  /** What the exchange says is wrong with it. */
  errors: Record<string, string>;
  /** Its line, once it was made. */
  line?: { username: string };
}

let made = 0;

export function freshRow(number: string): UserRow {
  made += 1;
  return { key: `row-${made}`, name: "", number, password: randomPassword(), errors: {} };
}

/** The first free number that no row has; the one after the last row's where the free ones that are known have run out. */
export function nextNumber(free: string[], rows: { number: string }[]): string {
  const taken = new Set(rows.map(row => row.number));
  const next = free.find(number => !taken.has(number));
  if (next !== undefined) return next;
  const last = rows.at(-1)?.number ?? "";
  return /^\d{1,15}$/.test(last) ? String(Number(last) + 1).padStart(last.length, "0") : "";
}

/** The numbers for help where the reader's language is spoken; 112 holds in all of Europe and in every mobile network. */
export function emergencyProposed(language: string): string[] {
  const numbers: Record<string, string[]> = {
    FR: ["112", "15", "17", "18", "114"],
    BE: ["112", "101"],
    CH: ["112", "117", "118", "144"],
    GB: ["999", "112"],
    US: ["911"],
    CA: ["911"],
  };
  const region = new Intl.Locale(language).maximize().region ?? "";
  return numbers[region] ?? ["112"];
}

/** First and last name of what was typed: the first word, and the rest. */
export function namesOf(typed: string): { firstname: string; lastname: string } {
  const [firstname = "", ...rest] = typed.trim().split(/\s+/);
  return { firstname, lastname: rest.join(" ") };
}

/** What the phone logs in with: the name in plain letters, with a number behind it where another has it. */
export function usernameOf(name: string, taken: Set<string>): string {
  const plain = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ".")
    .replace(/^\.+|\.+$/g, "");
  const base = plain || "user";
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base}${number}`)) number += 1;
  return `${base}${number}`;
}

/** What is sent to make a user with a line. */
export function userOf(row: UserRow, username: string, context: string) {
  const { firstname, lastname } = namesOf(row.name);
  return {
    firstname,
    ...(lastname ? { lastname } : {}),
    line: [{ username, password: row.password, context, extension: row.number }],
  };
}

/** The column that a field of the exchange stands in. */
export function columnOf(field: string): "name" | "number" | "password" {
  if (field.endsWith("extension")) return "number";
  return field.endsWith("password") ? "password" : "name";
}

/** How many numbers a range holds; none where it is no range. */
export function roomOf(start: string, end: string): number {
  if (!/^\d{1,15}$/.test(start) || (end && !/^\d{1,15}$/.test(end))) return 0;
  return Math.max(0, Number(end || start) - Number(start) + 1);
}
