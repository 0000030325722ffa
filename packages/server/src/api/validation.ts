import { LIMITS, type LimitRange } from "@neuron/contract";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { FastifyInstance } from "fastify";
import { fromPointer, join } from "./field-path.js";
import { invalidField, ProblemError } from "./problem-error.js";
import { didYouMean } from "./suggest.js";

const STRICT = { removeAdditional: false, useDefaults: false, allErrors: false, verbose: true } as const;
const body = new Ajv({ ...STRICT, coerceTypes: false });
const query = new Ajv({ ...STRICT, coerceTypes: true });

/** What is wrong with a value, or null. */
export type Check = (data: unknown) => ProblemError | null;

/**
 * Schemas are checked as they are written: nothing is removed, filled in or converted. Query strings are the
 * exception, since everything in them is text. The first fault is reported and ends the check.
 */
export const compileCheck = (schema: object, httpPart = "body"): Check => {
  const validate: ValidateFunction = (httpPart === "querystring" ? query : body).compile(schema);
  return (data) => {
    if (validate(data)) return httpPart === "querystring" ? withoutInfinity(data as object) : null;
    const [error] = validate.errors ?? [];
    return error === undefined ? invalidField("", "The request is not valid.") : toProblemError(error);
  };
};

/** "Infinity" is a number to who converts text, and no bound is held against it. */
const withoutInfinity = (query: object): ProblemError | null => {
  const [name] =
    Object.entries(query).find(([, value]) => typeof value === "number" && !Number.isFinite(value)) ?? [];
  return name === undefined ? null : invalidField(name, `${name} must be a number, not Infinity.`);
};

/** A check as Fastify wants it. */
export const toValidator = (check: Check) => (data: unknown) => {
  const error = check(data);
  return error === null ? true : { error };
};

export const useStrictValidation = (app: FastifyInstance): void => {
  app.setValidatorCompiler<object>(({ schema, httpPart }) => toValidator(compileCheck(schema, httpPart)));
};

const toProblemError = (error: ErrorObject): ProblemError => {
  const path = fromPointer(error.instancePath);
  switch (error.keyword) {
    case "additionalProperties":
      return unknownField(path, String(error.params.additionalProperty), error.parentSchema);
    case "required": {
      // A misspelt name is both unknown and missing: its own name helps more.
      const known = (error.parentSchema as { properties?: object } | undefined)?.properties ?? {};
      const unknown = Object.keys(error.data as object).find((name) => !Object.hasOwn(known, name));
      if (unknown !== undefined) return unknownField(path, unknown, error.parentSchema);
      const field = join(path, String(error.params.missingProperty));
      return new ProblemError("missing_field", { detail: `The field ${field} is required.`, field });
    }
    case "minimum":
    case "maximum":
      return outOfRange(path, error);
    case "type":
      return invalidField(
        path,
        `${subject(path)} must be ${withArticle(String(error.params.type))}, not ${kindOf(error.data)}.`,
      );
    case "enum": {
      const allowed = (error.params.allowedValues as unknown[])
        .map((value) => JSON.stringify(value))
        .join(", ");
      return invalidField(path, `${subject(path)} must be one of ${allowed}.`);
    }
    default:
      return invalidField(path, `${subject(path)} ${error.message ?? "is not valid"}.`);
  }
};

const unknownField = (path: string, name: string, schema: unknown): ProblemError => {
  const field = join(path, name);
  const known = Object.keys((schema as { properties?: object } | undefined)?.properties ?? {});
  const hint =
    didYouMean(name, known) ??
    (known.length > 0 ? `Known ${path === "" ? "" : `in ${path} `}are: ${known.join(", ")}.` : undefined);
  const detail = `There is no field ${field}.`;
  return new ProblemError("unknown_field", { detail, field, ...(hint === undefined ? {} : { hint }) });
};

const outOfRange = (path: string, error: ErrorObject): ProblemError => {
  const range = error.parentSchema as { minimum?: number; maximum?: number };
  const limit = limitAt(path);
  const unit = limit === null ? "" : ` ${limit.unit}`;
  const code = limit === null ? "invalid_field" : "limit_out_of_range";
  const allowed =
    range.maximum === undefined
      ? `at least ${range.minimum}`
      : `between ${range.minimum} and ${range.maximum}`;
  return new ProblemError(code, {
    detail: `${path} must be ${allowed}${unit}, not ${String(error.data)}.`,
    field: path,
  });
};

const limitAt = (path: string): LimitRange | null => {
  const name = /^(?:tests\[\d+\]\.)?limits\.(\w+)$/.exec(path)?.[1] ?? "";
  return Object.hasOwn(LIMITS, name) ? LIMITS[name as keyof typeof LIMITS] : null;
};

const subject = (path: string): string => (path === "" ? "The body" : path);

const withArticle = (type: string): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);

const kindOf = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "number")
    return Number.isFinite(value) ? `the number ${value}` : "a number beyond what a double holds";
  return withArticle(typeof value);
};
