import { PROBLEMS, type Problem, type ProblemCode, problemType } from "@neuron/contract";

export interface ProblemDetails {
  readonly detail: string;
  readonly hint?: string;
  readonly field?: string;
  readonly retryAfterMs?: number;
}

/** An answer that says no: thrown by whatever finds the fault, sent by the error handler as problem+json. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    readonly code: ProblemCode,
    readonly details: ProblemDetails,
    options?: ErrorOptions,
  ) {
    super(details.detail, options);
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/** A field with a value that is not allowed; an empty name is the body as a whole. */
export const invalidField = (field: string, detail: string, hint?: string): ProblemError =>
  new ProblemError("invalid_field", {
    detail,
    ...(field === "" ? {} : { field }),
    ...(hint === undefined ? {} : { hint }),
  });

export const toProblem = ({ code, details }: ProblemError): Problem => {
  const kind = PROBLEMS[code];
  return {
    type: problemType(code),
    title: kind.title,
    status: kind.status,
    code,
    detail: details.detail,
    hint: details.hint ?? kind.hint,
    ...(details.field === undefined ? {} : { field: details.field }),
    ...(details.retryAfterMs === undefined ? {} : { retryAfterMs: details.retryAfterMs }),
  };
};

/** Whole seconds, rounded up: a client that comes back then is never too early. */
export const retryAfterSeconds = (retryAfterMs: number): string =>
  String(Math.max(1, Math.ceil(retryAfterMs / 1000)));

const SHOWN = 80;

/** A value from a client as shown back to it: quoted, control characters escaped, never long. */
export const quote = (value: string): string =>
  JSON.stringify(value.length > SHOWN ? `${value.slice(0, SHOWN)}...` : value);
