import { type EventsQuery, EventsQuerySchema } from "@neuron/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { Cancellation } from "../../platform/cancellation.js";
import type { QueueClient } from "../../queue/types.js";
import type { Tenant } from "../access.js";
import { bookmarkOf, sendEvents } from "../event-stream.js";
import { looksLikeId } from "../ids.js";
import { cancelOnClose } from "../on-close.js";
import { ProblemError, quote } from "../problem-error.js";
import { beginStream, type Streams } from "../streams.js";

export interface EventRoutes {
  readonly queue: Pick<QueueClient, "follow">;
  readonly streams: Streams;
  readonly tenantOf: (request: FastifyRequest) => Tenant;
  readonly logger: Logger;
}

export const addEventRoutes = (
  app: FastifyInstance,
  { queue, streams, tenantOf, logger }: EventRoutes,
): void => {
  app.get<{ Params: { readonly id: string }; Querystring: EventsQuery }>(
    "/v1/executions/:id/events",
    { exposeHeadRoute: false, schema: { querystring: EventsQuerySchema } },
    async (request, reply) => {
      const { id } = request.params;
      const given = request.headers["last-event-id"] ?? request.query.lastEventId;
      const from = bookmarkOf(typeof given === "string" ? given : undefined);
      const cancellation = new Cancellation();
      const end = beginStream(streams, cancellation, tenantOf(request));
      const lookNoMore = cancelOnClose(reply.raw, cancellation);
      try {
        const events = looksLikeId(id) ? await queue.follow(tenantOf(request), id, from, cancellation) : null;
        if (!events) {
          throw new ProblemError("execution_not_found", { detail: `There is no execution ${quote(id)}.` });
        }
        // A browser comes back by itself after the end, too, unless it is told that there is nothing more.
        if (from?.over) return reply.code(204).send();
        await sendEvents(reply, events, cancellation);
        return reply;
      } catch (error) {
        if (!reply.raw.headersSent) throw error;
        // The client comes back with its last id.
        logger.warn({ err: error, execution: id }, "a stream of events was lost");
        return reply;
      } finally {
        lookNoMore();
        end();
      }
    },
  );
};
