import type { FastifyInstance, FastifyReply } from "fastify";
import type { Logger } from "pino";
import { retryAfterSeconds } from "./problem-error.js";

/** An answer that is not a success, in the form of another service's API. A null body is an empty one. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly status: number,
    readonly body: Readonly<Record<string, unknown>> | null,
    readonly retryAfterMs?: number,
  ) {
    super(`refusal ${status}`);
  }
}

export interface RefusalsOptions {
  /** What is told of any error. */
  readonly toRefusal: (error: unknown) => Refusal;
  readonly notFound: () => Refusal;
  readonly logger: Logger;
}

/** Every error of such an API leaves as a refusal from here. */
export const useRefusals = (
  scope: FastifyInstance,
  { toRefusal, notFound, logger }: RefusalsOptions,
): void => {
  scope.setErrorHandler((error, { method, routeOptions }, reply) => {
    const refusal = toRefusal(error);
    const { status } = refusal;
    if (!(error instanceof Refusal) && status >= 500 && status !== 503)
      logger.error({ method, route: routeOptions.url ?? null, err: error }, "request failed");
    return send(reply, refusal);
  });
  scope.setNotFoundHandler((_request, reply) => send(reply, notFound()));
};

const send = (reply: FastifyReply, { status, body, retryAfterMs }: Refusal): FastifyReply => {
  if (retryAfterMs !== undefined) reply.header("retry-after", retryAfterSeconds(retryAfterMs));
  return body === null ? reply.code(status).send() : reply.code(status).send(body);
};
