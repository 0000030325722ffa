import { type Static, Type } from "typebox";
import { ExecutionSchema } from "./execution.js";
import { MAX_WAIT_SECONDS, PAGE_SIZE } from "./limits.js";
import { STATUSES } from "./outcome.js";

const closed = { additionalProperties: false } as const;

/** `?wait=`: seconds to wait for the end of the execution. */
export const WaitQuerySchema = Type.Object(
  { wait: Type.Optional(Type.Number({ minimum: 0, maximum: MAX_WAIT_SECONDS })) },
  closed,
);
export type WaitQuery = Static<typeof WaitQuerySchema>;

/** Of an address that has no query. */
export const NoQuerySchema = Type.Object({}, closed);

/** Query of `GET /v1/executions`. */
export const ListQuerySchema = Type.Object(
  {
    /** From the page before. */
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    limit: Type.Optional(Type.Integer({ minimum: PAGE_SIZE.minimum, maximum: PAGE_SIZE.maximum })),
    status: Type.Optional(Type.Enum([...STATUSES])),
  },
  closed,
);
export type ListQuery = Static<typeof ListQuerySchema>;

/** One page of executions, newest first. */
export const ExecutionListSchema = Type.Object({
  executions: Type.Array(ExecutionSchema),
  /** For the next page; null on the last one. */
  cursor: Type.Union([Type.String(), Type.Null()]),
});
export type ExecutionList = Static<typeof ExecutionListSchema>;
