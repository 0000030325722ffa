import { type EventsQuery, EventsQuerySchema } from "@neuron/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { Cancellation } from "../../platform/cancellation.js";
import type { QueueClient } from "../../queue/types.js";
import type { Tenant } from "../access.js";
import { SHORT_RETRY_MS } from "../errors.js";
import { decodeEventId, sendEvents } from "../event-stream.js";
import { looksLikeId } from "../ids.js";
import { invalidField, ProblemError, quote } from "../problem-error.js";
import type { Streams } from "../streams.js";

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
      const cancel = (): void => cancellation.cancel();
      if (!streams.begin(cancellation)) {
        throw new ProblemError("too_many_streams", {
          detail: "As many clients follow executions here as may.",
          retryAfterMs: SHORT_RETRY_MS,
        });
      }
      reply.raw.once("close", cancel);
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
        reply.raw.removeListener("close", cancel);
        streams.end(cancellation);
        cancel();
      }
    },
  );
};

const bookmarkOf = (given: string | undefined) => {
  if (given === undefined || given === "") return null;
  const from = decodeEventId(given);
  if (from) return from;
  throw invalidField(
    "lastEventId",
    `${quote(given)} is not the id of an event.`,
    "Send the id of an event as it came, or leave it out to begin with the first.",
  );
};
