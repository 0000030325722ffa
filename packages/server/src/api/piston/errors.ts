import { toProblemError } from "../errors.js";
import type { ProblemError } from "../problem-error.js";
import { Refusal } from "../refusal.js";
import { notFound, refuse } from "./refusal.js";

const TOO_LARGE = "request entity too large";

/** Neuron's own refusals in Piston's form: everything that is wrong with a request is 400 there. */
export const toRefusal = (error: unknown, maxBodyBytes: number): Refusal => {
  if (error instanceof Refusal) return error;
  const problem = toProblemError(error, maxBodyBytes);
  const { code, status, details } = problem;
  if (code === "not_found") return notFound();
  if (code === "body_too_large")
    return new Refusal(400, { message: TOO_LARGE, stack: `PayloadTooLargeError: ${TOO_LARGE}` });
  return refuse(status === 422 || status === 413 ? 400 : status, messageOf(problem), details.retryAfterMs);
};

/** With the fields called as they are in Piston. */
const messageOf = ({ details: { detail } }: ProblemError): string =>
  detail.replace(/\bfiles\[(\d+)\]\.path\b/g, "files[$1].name");
