/** What was changed, in words. */
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { PAGE_OF } from "@/form/pages";
import type en from "@/words/en/history";

/** Nouns that a line names; the rest is counted. */
const NAMED_MAX = 3;

type Mention = Schemas["Mention"];
type NounChange = Schemas["NounChange"];

type FieldWord = Exclude<keyof typeof en.fields, "inRegister" | "inDestination">;

export function useSayChange() {
  const { t } = useTranslation("history");
  const noun = ({ noun: kind, name }: Pick<Mention, "noun" | "name">) => t(`nouns.${kind}`, { name });
  const change = (one: NounChange) => t(`change.${one.verb}`, { subject: noun(one) });
  const revision = ({ act, author, nouns, nouns_total: total, summary }: Schemas["RevisionRow"]) => {
    const named = nouns.slice(0, NAMED_MAX).map(change);
    const more = total - named.length;
    if (more > 0) named.push(t("more", { count: more }));
    const isFresh = act.code === "factory" || author === "factory";
    if (isFresh && named.length === 0) return t("fresh");
    const what = named.length > 0 ? named.join(", ") : summary;
    if (act.code === "edit") return what;
    return t(`act.${act.code}`, { what, revision: "revision" in act ? act.revision : undefined });
  };
  /** A field by the words of its form; one that is not known by what the API calls it. */
  const field = (path: string): string => {
    const [, outer, inner = path] = /^(register|destination)\.(.+)$/.exec(path) ?? [];
    const word = t(`fields.${inner as FieldWord}`, { defaultValue: inner });
    if (outer === "register") return t("fields.inRegister", { field: word });
    return outer === "destination" ? t("fields.inDestination", { field: word }) : word;
  };
  return { noun, change, revision, field };
}

/** The form of a noun, where there is one. */
export function pageOf({ noun, id }: Pick<Mention, "noun" | "id">): string | undefined {
  if (noun === "general") return "/settings/sip";
  const page = PAGE_OF[noun];
  return page && `${page}/${id}`;
}

/** A value as people read it: lists without brackets, texts without quotes. */
export function readable(value: string): string {
  if (!/^[[{]/.test(value)) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    if (Array.isArray(parsed)) return parsed.map(flat).join(", ");
    return flat(parsed);
  } catch {
    return value;
  }
}

function flat(value: unknown): string {
  if (value === null || typeof value !== "object") return String(value);
  if ("start" in value) {
    const { start, end, ...rest } = value as { start: unknown; end?: unknown };
    return [end ? `${start}–${end}` : String(start), flat(rest)].filter(Boolean).join(" ");
  }
  return Object.entries(value)
    .filter(([, inner]) => inner !== null && inner !== "" && inner !== false)
    .map(([key, inner]) => `${key} ${inner === true ? "" : flat(inner)}`.trim())
    .join(" ");
}
