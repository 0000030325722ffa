// The types of the SDK, written out from the schemas of the contract: the SDK is installed by people who have neither
// the contract nor TypeBox. A test compares them with the contract's own types.
import { MAX_WAIT_SECONDS, OUTCOMES, PROBLEM_CODES, STATUSES } from "../packages/contract/dist/index.js";
import { components } from "../packages/server/dist/api/openapi/json-schema.js";

/** Name -> values. An enumeration with the same values is shown by its name. */
const NAMED_ENUMS = { Outcome: OUTCOMES, Status: STATUSES, ProblemCode: PROBLEM_CODES };

/** @param {readonly unknown[]} values */
const literals = (values) => values.map((value) => JSON.stringify(value)).join(" | ");

/** @param {readonly unknown[]} values */
const enumeration = (values) =>
  Object.entries(NAMED_ENUMS).find(([, known]) => known.join() === values.join())?.[0] ?? literals(values);

/** @param {any} schema @param {string} indent */
const typeOf = (schema, indent) => {
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1);
  if (schema.enum !== undefined) return enumeration(schema.enum);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) return union.map((/** @type {any} */ each) => typeOf(each, indent)).join(" | ");
  switch (schema.type) {
    case "object":
      return objectOf(schema, indent);
    case "array": {
      const item = typeOf(schema.items ?? {}, indent);
      return item.includes("|") ? `(${item})[]` : `${item}[]`;
    }
    case "integer":
    case "number":
      return "number";
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    case undefined:
      return "unknown";
    default:
      throw new Error(`The SDK's types have no form for ${JSON.stringify(schema)}`);
  }
};

/** @param {any} schema @param {string} indent */
const objectOf = (schema, indent) => {
  const { properties, additionalProperties, required = [] } = schema;
  if (properties === undefined) {
    return `Record<string, ${typeof additionalProperties === "object" ? typeOf(additionalProperties, indent) : "unknown"}>`;
  }
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, each]) => {
    const comment = each.description === undefined ? "" : `${doc(each.description, inner)}`;
    return `${comment}${inner}${name}${required.includes(name) ? "" : "?"}: ${typeOf(each, inner)};\n`;
  });
  return `{\n${lines.join("")}${indent}}`;
};

/** @param {string} text @param {string} indent */
const doc = (text, indent) => `${indent}/** ${text.replaceAll("*/", "*\\/")} */\n`;

export const sdkTypes = () => {
  const enums = Object.entries(NAMED_ENUMS).map(
    ([name, values]) =>
      `export type ${name} =\n${values.map((value) => `  | ${JSON.stringify(value)}`).join("\n")};\n`,
  );
  const types = Object.entries(components()).map(([name, schema]) => {
    const comment = schema.description === undefined ? "" : doc(schema.description, "");
    const type = typeOf(schema, "");
    // A union of objects begins with a brace, too.
    return type.startsWith("{") && schema.properties !== undefined
      ? `${comment}export interface ${name} ${type}\n`
      : `${comment}export type ${name} = ${type};\n`;
  });
  return [
    "// Made from the contract by `npm run generate`; not to be changed by hand.\n",
    `/** Seconds that one request may wait. */\nexport const MAX_WAIT_SECONDS = ${MAX_WAIT_SECONDS};\n`,
    ...enums,
    ...types,
  ].join("\n");
};
