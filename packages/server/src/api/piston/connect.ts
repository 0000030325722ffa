import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { Cancellation } from "../../platform/cancellation.js";
import { AttachedInput } from "../../queue/index.js";
import { admit, createJob } from "../admission.js";
import type { ExecutionRoutes } from "../routes/executions.js";
import { beginStream, type Streams } from "../streams.js";
import type { Upgrades } from "../upgrades.js";
import type { Body } from "./body.js";
import { type Begun, serveConnection } from "./connection.js";
import { notFound } from "./refusal.js";
import { prepare, type RequestContext, toInteractive } from "./request.js";

export interface ConnectRoutes extends ExecutionRoutes, RequestContext {
  readonly streams: Streams;
  readonly upgrades: Upgrades;
  readonly logger: Logger;
}

/** A program that is talked to over a WebSocket: an interactive execution. */
export const addConnectRoute = (scope: FastifyInstance, context: ConnectRoutes): void => {
  const { queue, streams, upgrades, tenantOf, traceOf, clock, maxBodyBytes, strict, logger } = context;

  const begin = async (
    body: Body,
    request: FastifyRequest,
    input: AttachedInput,
    cancellation: Cancellation,
  ): Promise<Begun> => {
    const { runtime, request: wanted } = prepare(body, context);
    const job = createJob(toInteractive(wanted), tenantOf(request), context, traceOf(request));
    await admit(queue, job);
    const cancel = async (): Promise<void> => {
      await queue.cancel(job.tenant, job.id);
    };
    try {
      const events = await queue.follow(job.tenant, job.id, null, cancellation, input);
      if (events === null) throw new Error("What was just admitted is not there.");
      return { runtime, events, cancel };
    } catch (error) {
      await cancel().catch(() => undefined);
      throw error;
    }
  };

  scope.get("/connect", { exposeHeadRoute: false }, async (request, reply) => {
    if (!upgrades.isAsked(request)) throw notFound();
    const cancellation = new Cancellation();
    const end = beginStream(streams, cancellation, tenantOf(request));
    try {
      const socket = await upgrades.accept(request, reply, maxBodyBytes);
      const input = new AttachedInput(clock());
      await serveConnection({
        ...{ socket, input, cancellation, strict, maxBodyBytes, logger },
        begin: (body) => begin(body, request, input, cancellation),
      });
    } catch (error) {
      if (!reply.sent) throw error;
      // The client left while it was let in.
      logger.debug({ err: error }, "a connection did not come about");
    } finally {
      end();
    }
    return reply;
  });
};
