import type { Problem, ProblemCode } from "./types.js";

/** Codes of what never became an answer of the service. */
export type LocalCode =
  /** Nobody answers, or the connection broke. */
  | "unreachable"
  /** The call's own `timeoutMs` is over. */
  | "timeout"
  /** Something answers that is not Neuron, or not as it should. */
  | "unexpected_answer";

export type ErrorCode = ProblemCode | LocalCode;

export interface ErrorDetails {
  /** 0 when there was no answer. */
  readonly status: number;
  readonly detail: string;
  readonly hint?: string | undefined;
  readonly field?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** Statuses after which the same request may succeed later. */
const RETRYABLE = new Set([408, 429, 500, 502, 503, 504]);

/**
 * What is thrown by every call, unless its signal is aborted: then the signal's reason is. A program that fails is
 * no error but an execution with another outcome.
 */
export class NeuronError extends Error {
  override readonly name = "NeuronError";
  /** HTTP status of the answer; 0 when there was none. */
  readonly status: number;
  /** What was wrong, with which value. */
  readonly detail: string;
  /** What to do about it. */
  readonly hint: string | undefined;
  /** The field it is about, such as `files[2].path`. */
  readonly field: string | undefined;
  /** When to come back. */
  readonly retryAfterMs: number | undefined;

  constructor(
    /** Stable, to be told apart by. */
    readonly code: ErrorCode,
    { status, detail, hint, field, retryAfterMs }: ErrorDetails,
    options?: ErrorOptions,
  ) {
    super(`${detail}${hint === undefined ? "" : ` ${hint}`}`, options);
    this.status = status;
    this.detail = detail;
    this.hint = hint;
    this.field = field;
    this.retryAfterMs = retryAfterMs;
  }

  /** The same call may succeed later. */
  get retryable(): boolean {
    return this.code === "unreachable" || RETRYABLE.has(this.status);
  }
}

export const isProblem = (value: unknown): value is Problem => {
  const { code, detail, status } = (value ?? {}) as Partial<Problem>;
  return typeof code === "string" && typeof detail === "string" && typeof status === "number";
};

export const fromProblem = ({ code, status, detail, hint, field, retryAfterMs }: Problem): NeuronError =>
  new NeuronError(code, { status, detail, hint, field, retryAfterMs });
