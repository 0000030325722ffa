import * as contract from "@neuron/contract";
import { DESCRIPTIONS } from "./descriptions.js";

/** JSON Schema as plain data. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** TypeBox keeps notes of its own beside the schema, which JSON leaves out. */
const plain = (schema: unknown): Json => JSON.parse(JSON.stringify(schema)) as Json;

/** Every `XSchema` of the contract is the component `X`. */
const named: readonly (readonly [string, Json])[] = Object.entries(contract)
  .filter(([name, value]) => name.endsWith("Schema") && isObject(value))
  .map(([name, value]) => [name.slice(0, -"Schema".length), plain(value)] as const)
  // Parameters are written out where they are used.
  .filter(([name]) => !name.endsWith("Query"));

const nameOf = new Map(named.map(([name, schema]) => [JSON.stringify(schema), name]));

/** The same schema with a reference in the place of each one that has a name. */
const refer = (schema: Json, own: string | null): Json => {
  if (Array.isArray(schema)) return schema.map((each) => refer(each, null));
  if (!isObject(schema)) return schema;
  const name = nameOf.get(JSON.stringify(schema));
  if (name !== undefined && name !== own) return { $ref: `#/components/schemas/${name}` };
  return tidy(
    Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, refer(value, null)])) as JsonObject,
  );
};

/** What readers and generators understand better: a record by `additionalProperties`, an enumeration with its type. */
const tidy = (schema: JsonObject): JsonObject => {
  const { patternProperties, ...rest } = schema;
  if (isObject(patternProperties) && Object.keys(patternProperties).join() === "^.*$") {
    return { ...rest, additionalProperties: patternProperties["^.*$"] ?? true };
  }
  if (Array.isArray(schema.enum) && schema.type === undefined) {
    const types = new Set(schema.enum.map((value) => typeof value));
    if (types.size === 1 && types.has("string")) return { type: "string", ...schema };
  }
  return schema;
};

export const toReference = (schema: unknown): Json => refer(plain(schema), null);

export const components = (): Record<string, Json> =>
  Object.fromEntries(
    [...named]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, schema]) => [name, describeFields(refer(schema, name), DESCRIPTIONS[name] ?? {})]),
  );

/** A reference takes a description beside it, since OpenAPI 3.1. */
const describeFields = (schema: Json, texts: Readonly<Record<string, string>>): Json => {
  if (!isObject(schema) || !isObject(schema.properties)) return schema;
  const properties = Object.entries(schema.properties).map(([name, each]): [string, Json] => [
    name,
    isObject(each) && texts[name] !== undefined ? { description: texts[name], ...each } : each,
  ]);
  return { ...schema, properties: Object.fromEntries(properties) };
};
