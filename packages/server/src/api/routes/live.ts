import {
  type Burst,
  type BurstRequest,
  BurstRequestSchema,
  BurstSchema,
  NoQuerySchema,
} from "@neuron/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Cancellation } from "../../platform/cancellation.js";
import type { Tenant } from "../access.js";
import type { Bursts } from "../live/bursts.js";
import type { LiveFeed } from "../live/feed.js";
import { cancelOnClose } from "../on-close.js";
import { beginStream, type Viewers } from "../streams.js";
import { optionalJsonBody } from "./accounts.js";

export interface LiveRoutes {
  readonly feed: LiveFeed;
  readonly bursts: Bursts;
  readonly viewers: Viewers;
  /** Of a request that passed as one that watches: null sees everything. */
  readonly viewOf: (request: FastifyRequest) => Tenant | null;
}

/** Then a client comes back, and its key is looked at again: one that was revoked must not go on looking. */
const LONGEST_LOOK_MS = 5 * 60_000;

/** What happens now, for people who look. */
export const addLiveRoutes = (app: FastifyInstance, { feed, bursts, viewers, viewOf }: LiveRoutes): void => {
  app.get(
    "/v1/stats/stream",
    { exposeHeadRoute: false, config: { access: "watch" }, schema: { querystring: NoQuerySchema } },
    async (request, reply) => {
      const view = viewOf(request);
      const cancellation = new Cancellation();
      const end = beginStream(view === null ? viewers.ofService : viewers.ofAccounts, cancellation, view);
      const lookNoMore = cancelOnClose(reply.raw, cancellation);
      const timer = setTimeout(() => cancellation.cancel(), LONGEST_LOOK_MS);
      try {
        await feed.show(reply, view, cancellation);
        return reply;
      } finally {
        clearTimeout(timer);
        lookNoMore();
        end();
      }
    },
  );

  app.post<{ Body: BurstRequest }>(
    "/v1/burst",
    {
      config: { access: "operator" },
      schema: { body: BurstRequestSchema, querystring: NoQuerySchema, response: { 202: BurstSchema } },
      preValidation: (request, _reply, done) => {
        request.body = optionalJsonBody(request) as BurstRequest;
        done();
      },
    },
    async (request, reply): Promise<Burst> => reply.code(202).send(bursts.start(request.body)),
  );
};
