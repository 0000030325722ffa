import { ATTACH_MESSAGE_BYTES, type EventsQuery, EventsQuerySchema } from "@neuron/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { Cancellation } from "../../platform/cancellation.js";
import { AttachedInput } from "../../queue/index.js";
import type { QueueClient } from "../../queue/types.js";
import type { Tenant } from "../access.js";
import { serveAttachment } from "../attachment.js";
import { bookmarkOf } from "../event-stream.js";
import { looksLikeId } from "../ids.js";
import { ProblemError, quote } from "../problem-error.js";
import { beginStream, type Streams } from "../streams.js";
import type { Upgrades } from "../upgrades.js";

export interface AttachRoutes {
  readonly queue: Pick<QueueClient, "get" | "follow">;
  readonly streams: Streams;
  readonly upgrades: Upgrades;
  readonly clock: () => number;
  readonly tenantOf: (request: FastifyRequest) => Tenant;
  readonly logger: Logger;
}

export const addAttachRoutes = (app: FastifyInstance, context: AttachRoutes): void => {
  const { queue, streams, upgrades, clock, tenantOf, logger } = context;

  app.get<{ Params: { readonly id: string }; Querystring: EventsQuery }>(
    "/v1/executions/:id/attach",
    { exposeHeadRoute: false, schema: { querystring: EventsQuerySchema } },
    async (request, reply) => {
      const { id } = request.params;
      const tenant = tenantOf(request);
      const from = bookmarkOf(request.query.lastEventId);
      const execution = looksLikeId(id) ? await queue.get(tenant, id) : null;
      if (!execution) {
        throw new ProblemError("execution_not_found", { detail: `There is no execution ${quote(id)}.` });
      }
      if (!execution.interactive) {
        throw new ProblemError("not_interactive", { detail: `Nobody can attach to execution ${quote(id)}.` });
      }
      if (!upgrades.isAsked(request)) {
        reply.header("upgrade", "websocket");
        throw new ProblemError("upgrade_required", { detail: "This request does not ask for a WebSocket." });
      }
      const cancellation = new Cancellation();
      const end = beginStream(streams, cancellation, tenant);
      try {
        const input = new AttachedInput(clock());
        const events = await queue.follow(tenant, id, from, cancellation, input);
        if (!events) {
          throw new ProblemError("execution_not_found", { detail: `There is no execution ${quote(id)}.` });
        }
        const socket = await upgrades.accept(request, reply, ATTACH_MESSAGE_BYTES);
        await serveAttachment({ socket, events, input, cancellation, logger });
      } catch (error) {
        if (!reply.sent) throw error;
        // The client left while it was let in.
        logger.debug({ err: error, execution: id }, "an attachment did not come about");
      } finally {
        end();
      }
      return reply;
    },
  );
};
