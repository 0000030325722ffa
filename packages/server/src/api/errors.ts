import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { PROBLEMS, type ProblemCode } from "@neuron/contract";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { QueueUnavailableError } from "../queue/errors.js";
import { ProblemError, quote, retryAfterSeconds, toProblem } from "./problem-error.js";

/** How soon to come back when the queue cannot be reached or this instance is stopping. */
export const SHORT_RETRY_MS = 1000;

export interface ProblemsOptions {
  readonly logger: Logger;
  readonly maxBodyBytes: number;
  readonly isRehearsal: (request: FastifyRequest) => boolean;
}

/** Every error leaves as problem+json from here. */
export const useProblems = (
  app: FastifyInstance,
  { logger, maxBodyBytes, isRehearsal }: ProblemsOptions,
): void => {
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblemError(error, maxBodyBytes);
    if (!isRehearsal(request)) log(logger, problem, request, reply);
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler(({ method, url }) => {
    const path = url.split("?", 1)[0] ?? url;
    throw new ProblemError("not_found", { detail: `There is nothing at ${method} ${quote(path)}.` });
  });
};

export const sendProblem = (reply: FastifyReply, error: ProblemError): FastifyReply => {
  const { retryAfterMs } = error.details;
  if (retryAfterMs !== undefined) reply.header("retry-after", retryAfterSeconds(retryAfterMs));
  if (error.status === 401) {
    const reason = error.code === "key_invalid" ? ', error="invalid_token"' : "";
    reply.header("www-authenticate", `Bearer realm="neuron"${reason}`);
  }
  return reply.code(error.status).type("application/problem+json").send(toProblem(error));
};

/** What a client is told of any error. */
export const toProblemError = (error: unknown, maxBodyBytes: number): ProblemError => {
  if (error instanceof ProblemError) return error;
  const { code, statusCode } = error as Partial<FastifyError>;
  const options = { cause: error };
  if (error instanceof QueueUnavailableError) {
    return new ProblemError(
      "unavailable",
      { detail: "The queue cannot be reached at the moment.", retryAfterMs: SHORT_RETRY_MS },
      options,
    );
  }
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") {
    return new ProblemError("body_too_large", { detail: `The body may have at most ${maxBodyBytes} bytes.` });
  }
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") {
    return new ProblemError("unsupported_media_type", { detail: "The Content-Type header cannot be read." });
  }
  if (code === "ECONNRESET" || (statusCode !== undefined && statusCode >= 400 && statusCode < 500)) {
    return new ProblemError("malformed_request", { detail: "The request cannot be read." }, options);
  }
  return new ProblemError("internal", { detail: "The service failed to answer this request." }, options);
};

/**
 * One line for a request that failed. What the client wrote is not in it: a detail may quote its source. Refusals by a
 * limit are many by nature and are counted by the metrics instead.
 */
const log = (logger: Logger, problem: ProblemError, request: FastifyRequest, reply: FastifyReply): void => {
  const { code, status } = problem;
  const line = {
    method: request.method,
    route: request.routeOptions.url ?? null,
    status,
    code,
    field: problem.details.field,
    durationMs: Math.round(reply.elapsedTime * 1000) / 1000,
  };
  if (status === 503 || status === 429) logger.debug(line, "request refused");
  else if (status >= 500) logger.error({ ...line, err: problem.cause }, "request failed");
  else logger.info(line, "request refused");
};

/** Answers what never became a request: broken HTTP, too large a head, too slow a sender. */
export const answerClientError = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = clientErrorCode(error.code);
  answerRaw(new ProblemError(code, { detail: `${PROBLEMS[code].title}.` }), socket);
};

/** The last answer on a connection that no route writes to. */
export const answerRaw = (problem: ProblemError, socket: Duplex): void => {
  const { status, title } = PROBLEMS[problem.code];
  const body = JSON.stringify(toProblem(problem));
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};

const clientErrorCode = (code: string | undefined): ProblemCode => {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "request_timeout";
  return code === "HPE_HEADER_OVERFLOW" ? "headers_too_large" : "malformed_request";
};
