import {
  HealthSchema,
  type Language,
  LanguageListSchema,
  PoolSchema,
  type Readiness,
  ReadinessSchema,
  type Stats,
  StatsSchema,
} from "@neuron/contract";
import type { FastifyInstance } from "fastify";
import type { PublishedLanguage } from "../../languages/types.js";
import type { QueueClient, QueueStats, WorkerReport } from "../../queue/types.js";
import type { Catalog } from "../catalog.js";
import { toPool } from "../pool-form.js";

export interface ServiceRoutes {
  readonly queue: QueueClient;
  readonly catalog: Catalog;
  readonly isStopping: () => boolean;
}

const open = { access: "public" } as const;
const watch = { access: "watch" } as const;

/** What the service says of itself. */
export const addServiceRoutes = (
  app: FastifyInstance,
  { queue, catalog, isStopping }: ServiceRoutes,
): void => {
  app.get("/v1/languages", { config: open, schema: { response: { 200: LanguageListSchema } } }, async () => ({
    languages: catalog.all().map(toLanguage),
  }));
  app.get("/v1/pool", { config: watch, schema: { response: { 200: PoolSchema } } }, async () =>
    toPool((await queue.stats()).workers),
  );
  app.get("/v1/stats", { config: watch, schema: { response: { 200: StatsSchema } } }, async () =>
    toStats(await queue.stats()),
  );

  // Answered without the queue: it says that the process is alive and its event loop turns, nothing else.
  app.get("/healthz", { config: open, schema: { response: { 200: HealthSchema } } }, (_request, reply) => {
    reply.send({ status: "ok" });
  });

  app.get(
    "/readyz",
    { config: open, schema: { response: { 200: ReadinessSchema, 503: ReadinessSchema } } },
    async (_request, reply) => {
      const readiness = await readinessOf(queue, isStopping());
      return reply.code(readiness.ready ? 200 : 503).send(readiness);
    },
  );
};

const readinessOf = async (queue: QueueClient, stopping: boolean): Promise<Readiness> => {
  if (stopping) return { ready: false, reasons: ["This instance is stopping."] };
  let workers: readonly WorkerReport[];
  try {
    await queue.ping();
    workers = (await queue.stats()).workers;
  } catch {
    return { ready: false, reasons: ["Redis does not answer."] };
  }
  if (workers.length === 0) return { ready: false, reasons: ["No worker is connected."] };
  if (workers.some(isReady)) return { ready: true, reasons: [] };
  if (workers.every(({ draining }) => draining))
    return { ready: false, reasons: ["Every worker is draining: none takes anything new."] };
  return { ready: false, reasons: ["No worker has a warm sandbox yet."] };
};

const isReady = ({ ready, draining }: WorkerReport): boolean => ready && !draining;

const toLanguage = (language: PublishedLanguage): Language => ({
  id: language.id,
  name: language.name,
  version: language.installedVersion,
  aliases: [...language.aliases],
  extensions: [...language.extensions],
  file: language.file,
  compiled: language.compile !== null,
  primed: language.prime !== "launcher" || language.compilePrime !== undefined,
  hello: { source: language.hello.source, stdout: language.hello.stdout },
});

const toStats = ({ workers, latency, outcomes, ...counts }: QueueStats): Stats => ({
  ...counts,
  outcomes: { ...outcomes },
  latencyMs: latency,
  workers: {
    live: workers.length,
    ready: workers.filter(isReady).length,
    draining: workers.filter(({ draining }) => draining).length,
  },
});
