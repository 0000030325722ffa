import { type Static, Type } from "typebox";
import { ExecutionRequestSchema, ExecutionSchema } from "./execution.js";
import { ProblemSchema } from "./problem.js";

/** Executions in one batch. */
export const MAX_BATCH = 500;

/** The body of `POST /v1/executions/batch`. */
export const BatchRequestSchema = Type.Object(
  { executions: Type.Array(ExecutionRequestSchema, { minItems: 1, maxItems: MAX_BATCH }) },
  { additionalProperties: false },
);
export type BatchRequest = Static<typeof BatchRequestSchema>;

/** In the order of the request: what each became, or why it was refused (that one has a `code`). */
export const BatchAnswerSchema = Type.Object({
  executions: Type.Array(Type.Union([ExecutionSchema, ProblemSchema])),
});
export type BatchAnswer = Static<typeof BatchAnswerSchema>;
