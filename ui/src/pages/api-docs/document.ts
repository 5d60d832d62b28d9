/** The OpenAPI document, as far as the page shows it. */
import { API, send } from "@/api/nouns";

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  additionalProperties?: boolean | Schema;
  default?: unknown;
  example?: unknown;
  examples?: unknown[];
  minimum?: number;
  maximum?: number;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header" | "cookie";
  required?: boolean;
  description?: string;
  schema?: Schema;
}

interface Media {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, { value?: unknown }>;
}

export interface Answer {
  description?: string;
  content?: Record<string, Media>;
}

interface RawOperation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content?: Record<string, Media> };
  responses?: Record<string, Answer>;
  security?: object[];
}

export interface OpenApi {
  info: { title: string; version: string };
  paths: Record<string, Record<string, RawOperation>>;
  components?: { schemas?: Record<string, Schema> };
}

export interface Operation extends RawOperation {
  id: string;
  method: string;
  path: string;
}

export const readDocument = () => send<OpenApi>("GET", `${API}/openapi.json`).then(acted => acted.answer);

const METHODS = ["get", "post", "put", "patch", "delete"];

/** Lists the operations by their subject. */
export function groupsOf(document: OpenApi, question: string): [string, Operation[]][] {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Operation[]>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const raw = methods[method];
      if (!raw) continue;
      const operation = { ...raw, id: raw.operationId ?? `${method} ${path}`, method, path };
      if (!words.every(word => textOf(operation).includes(word))) continue;
      const tag = raw.tags?.[0] ?? "";
      groups.set(tag, [...(groups.get(tag) ?? []), operation]);
    }
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}

function textOf({ method, path, tags, summary, description, parameters }: Operation): string {
  const names = (parameters ?? []).map(parameter => parameter.name);
  return [method, path, ...(tags ?? []), summary, description, ...names].join(" ").toLowerCase();
}

/** Follows a reference. */
export function resolved(schema: Schema | undefined, document: OpenApi): Schema {
  const name = schema?.$ref?.split("/").at(-1);
  if (!schema || !name) return schema ?? {};
  const { $ref: _, ...own } = schema;
  return { ...resolved(document.components?.schemas?.[name], document), ...own };
}
