/** Schemas as rows of a table, and examples made of them. */
import { type OpenApi, resolved, type Schema } from "./document";

/** How deep fields within fields are shown. */
const DEPTH_MAX = 4;

/** One field, however deep. */
export interface Row {
  /** As an error of the API names it: `register.expiry`, `line[].username`. */
  path: string;
  schema: Schema;
  isRequired: boolean;
}

/** Lists the fields of a schema; those of an alternative only where there is one. */
export function rowsOf(schema: Schema | undefined, document: OpenApi): Row[] {
  return fieldsOf(schema, document, "", 0);
}

function fieldsOf(raw: Schema | undefined, document: OpenApi, path: string, depth: number): Row[] {
  const schema = whole(raw, document);
  if (schema.items) return depth > DEPTH_MAX ? [] : fieldsOf(schema.items, document, `${path}[]`, depth);
  if (depth >= DEPTH_MAX || !schema.properties) return [];
  return Object.entries(schema.properties).flatMap(([name, inner]) => {
    const here = path ? `${path}.${name}` : name;
    const row = {
      path: here,
      schema: whole(inner, document),
      isRequired: schema.required?.includes(name) ?? false,
    };
    return [row, ...fieldsOf(inner, document, here, depth + 1)];
  });
}

/** A schema with what it is made of put together: references, `allOf`, and the one alternative to null. */
export function whole(raw: Schema | undefined, document: OpenApi): Schema {
  const schema = resolved(raw, document);
  const alternatives = (schema.oneOf ?? schema.anyOf)?.filter(one => one.type !== "null");
  if (alternatives?.length === 1) {
    const { oneOf: _, anyOf: __, ...own } = schema;
    return { ...whole(alternatives[0], document), ...own };
  }
  if (!schema.allOf) return schema;
  const parts = [schema, ...schema.allOf.map(part => whole(part, document))];
  return {
    ...Object.assign({}, ...parts),
    allOf: undefined,
    properties: Object.assign({}, ...parts.map(part => part.properties)),
    required: parts.flatMap(part => part.required ?? []),
  };
}

/** The words of a type: `string`, `integer`, `list of object`. */
export interface TypeWords {
  listOf: (type: string) => string;
  oneOf: string;
}

export function typeOf(raw: Schema, document: OpenApi, words: TypeWords): string {
  const schema = whole(raw, document);
  if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.items) return words.listOf(typeOf(schema.items, document, words));
  const alternatives = (schema.oneOf ?? schema.anyOf)?.filter(one => one.type !== "null");
  if (alternatives) {
    const each = alternatives.map(one => {
      const part = whole(one, document);
      const fields = Object.keys(part.properties ?? {});
      return fields.length > 0 ? `{ ${fields.join(", ")} }` : typeOf(part, document, words);
    });
    return `${words.oneOf}: ${[...new Set(each)].join(" | ")}`;
  }
  const types = [schema.type ?? (schema.properties ? "object" : "")].flat().filter(one => one !== "null");
  return types.join(" | ") || "any";
}

/** Makes an example of a schema: what the document gives, else what would be valid. */
export function exampleOf(raw: Schema | undefined, document: OpenApi, depth = 0): unknown {
  const schema = whole(raw, document);
  const given = schema.example ?? schema.examples?.[0] ?? schema.const ?? schema.default;
  if (given !== undefined && given !== null) return given;
  if (schema.enum) return schema.enum[0];
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives) return exampleOf(alternatives[0], document, depth + 1);
  if (schema.items) return depth > DEPTH_MAX ? [] : [exampleOf(schema.items, document, depth + 1)];
  if (schema.properties) {
    if (depth > DEPTH_MAX) return {};
    const fields = Object.entries(schema.properties);
    return Object.fromEntries(fields.map(([name, inner]) => [name, exampleOf(inner, document, depth + 1)]));
  }
  const type = [schema.type ?? "object"].flat()[0];
  if (type === "string") return "…";
  if (type === "integer" || type === "number") return schema.minimum ?? 0;
  if (type === "boolean") return false;
  return type === "array" ? [] : {};
}
