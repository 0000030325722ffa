import { toProblemError } from "../errors.js";
import type { ProblemError } from "../problem-error.js";
import { Refusal } from "../refusal.js";
import { notFound, refuse, refuseFaults } from "./refusal.js";

/** What Neuron's fields are called in Judge0. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  source: "source_code",
  files: "additional_files",
  args: "command_line_arguments",
  compileArgs: "compiler_options",
  callbackUrl: "callback_url",
  stdin: "stdin",
};

const QUEUE_FULL = new Set(["queue_full", "wait_too_long", "tenant_queue_full", "tenant_wait_too_long"]);

/** Neuron's own refusals in Judge0's form. */
export const toRefusal = (error: unknown, maxBodyBytes: number): Refusal => {
  if (error instanceof Refusal) return error;
  const problem = toProblemError(error, maxBodyBytes);
  const { code, status, details } = problem;
  if (QUEUE_FULL.has(code)) return refuse(503, "queue is full", details.retryAfterMs);
  if (code === "not_found") return notFound();
  if (code === "key_missing" || code === "key_invalid") return new Refusal(401, null);
  if (code === "account_disabled" || code === "admin_only") return new Refusal(403, null);
  const attribute = ATTRIBUTES[/^\w+/.exec(details.field ?? "")?.[0] ?? ""];
  if (attribute !== undefined && (status === 422 || status === 400 || status === 413))
    return refuseFaults({ [attribute]: [withoutName(problem)] });
  return refuse(status, details.detail, details.retryAfterMs);
};

/** A message of an attribute's goes on where its name ends. */
const withoutName = ({ details: { detail, field = "" } }: ProblemError): string =>
  (detail.startsWith(`${field} `) ? detail.slice(field.length + 1) : detail).replace(/\.$/, "");
