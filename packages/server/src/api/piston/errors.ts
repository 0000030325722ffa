import type { FastifyInstance, FastifyReply } from "fastify";
import type { Logger } from "pino";
import { toProblemError } from "../errors.js";
import { type ProblemError, retryAfterSeconds } from "../problem-error.js";
import { notFound, Refusal, refuse } from "./refusal.js";

const TOO_LARGE = "request entity too large";

/** Neuron's own refusals in Piston's form: everything that is wrong with a request is 400 there. */
export const toRefusal = (error: unknown, maxBodyBytes: number): Refusal => {
  if (error instanceof Refusal) return error;
  const problem = toProblemError(error, maxBodyBytes);
  const { code, status } = problem;
  if (code === "not_found") return notFound();
  if (code === "body_too_large")
    return new Refusal(400, { message: TOO_LARGE, stack: `PayloadTooLargeError: ${TOO_LARGE}` });
  return refuse(status === 422 || status === 413 ? 400 : status, messageOf(problem));
};

/** With the fields called as they are in Piston. */
const messageOf = ({ details: { detail } }: ProblemError): string =>
  detail.replace(/\bfiles\[(\d+)\]\.path\b/g, "files[$1].name");

export const usePistonErrors = (scope: FastifyInstance, logger: Logger, maxBodyBytes: number): void => {
  scope.setErrorHandler((error, request, reply) => {
    const refusal = toRefusal(error, maxBodyBytes);
    if (refusal.status === 500 && !(error instanceof Refusal))
      logger.error(
        { method: request.method, route: request.routeOptions.url ?? null, err: error },
        "request failed",
      );
    const { retryAfterMs } = error instanceof Refusal ? {} : toProblemError(error, maxBodyBytes).details;
    if (retryAfterMs !== undefined) reply.header("retry-after", retryAfterSeconds(retryAfterMs));
    return send(reply, refusal);
  });
  scope.setNotFoundHandler((_request, reply) => send(reply, notFound()));
};

const send = (reply: FastifyReply, { status, body }: Refusal): FastifyReply => reply.code(status).send(body);
