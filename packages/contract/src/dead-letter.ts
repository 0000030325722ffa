import { type Static, Type } from "typebox";
import { ExecutionRequestSchema } from "./execution.js";

/** An execution that took its workers down, or lost them, as often as it may be tried. */
export const DeadLetterSchema = Type.Object({
  /** Of the execution. */
  id: Type.String(),
  tenant: Type.String(),
  language: Type.Object({ id: Type.String(), version: Type.String() }),
  diedAt: Type.String(),
  /** What its last attempt ended with. */
  reason: Type.String(),
  attempts: Type.Integer(),
});
export type DeadLetter = Static<typeof DeadLetterSchema>;

/** `GET /v1/admin/dead-letters/{id}`: with what its tenant asked for. */
export const DeadLetterDetailSchema = Type.Object({
  ...DeadLetterSchema.properties,
  request: ExecutionRequestSchema,
});
export type DeadLetterDetail = Static<typeof DeadLetterDetailSchema>;

/** One page of dead letters, the latest first. */
export const DeadLetterListSchema = Type.Object({
  deadLetters: Type.Array(DeadLetterSchema),
  cursor: Type.Union([Type.String(), Type.Null()]),
});
export type DeadLetterList = Static<typeof DeadLetterListSchema>;
