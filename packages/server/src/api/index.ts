import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { Accounts, IsAdminKey } from "../accounts/index.js";
import type { Config } from "../platform/config.js";
import type { Tracing } from "../platform/tracing/index.js";
import type { QueueClient } from "../queue/types.js";
import type { AddressPolicy, WebhookClient } from "../webhooks/index.js";
import { buildApp } from "./app.js";
import type { Catalog } from "./catalog.js";
import { createIds } from "./ids.js";
import { createJudge0Server, type Judge0Options } from "./judge0/index.js";
import type { Page } from "./page/page.js";
import type { PistonOptions } from "./piston/index.js";
import { createRehearsal } from "./rehearsal.js";
import { createStreams, createViewers } from "./streams.js";
import { createWaits } from "./waits.js";

export interface ApiOptions {
  readonly config: Pick<Config, "host" | "port"> & {
    /** Default: `REQUEST_LIMITS` of the contract. */
    readonly maxBodyBytes?: number;
    readonly maxSourceBytes?: number;
    readonly signUp?: boolean;
    readonly trustProxy?: string | null;
    readonly judge0Port?: number | null;
  };
  /** Started and stopped like the queue. Without it the service is open. */
  readonly accounts?: Accounts | null;
  /** Default: there is no such key. */
  readonly isAdminKey?: IsAdminKey;
  /** Started by the caller before, and stopped after, the API. */
  readonly queue: QueueClient;
  /** Likewise. */
  readonly webhooks: WebhookClient;
  /** Where callback URLs may lead. */
  readonly callbackPolicy: AddressPolicy;
  /** Started by the caller as well. */
  readonly catalog: Catalog;
  /** Absent: Judge0's API is not served. */
  readonly judge0?: Judge0Options;
  /** What browsers are shown at `/`. Absent: what programs are told. */
  readonly page?: Page | null;
  /** Likewise Piston's. */
  readonly piston?: PistonOptions;
  /** Absent: nobody collects traces. */
  readonly tracing?: Tracing | null;
  readonly logger: Logger;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  readonly ids?: () => string;
}

export interface Api {
  /** Not listening before `start`, so that tests can use `inject`. */
  readonly app: FastifyInstance;
  /** Listens. Gives the address as clients write it. */
  start(): Promise<{ url: string }>;
  /** After `start`: makes the code fast that a crowd of clients meets. Not needed. */
  rehearse(): Promise<void>;
  /**
   * Takes no new connection, refuses new requests on open ones with 503, and gives those under way `deadlineMs`.
   * Waits that are left shortly before it answer with the execution as it is; what still hangs then is cut off.
   * Idempotent; a later, shorter deadline has no effect.
   */
  stop(deadlineMs: number): Promise<void>;
}

/** The kernel cuts this to net.core.somaxconn (4096 on current ones). A thousand clients may connect at once. */
const BACKLOG = 4096;

/** What a request needs to be answered once its wait has ended: one look into the queue. */
const LAST_ANSWERS_MS = 250;

/**
 * States: built -> listening -> stopping -> stopped (stop may come at any time, also without a start).
 * What dies meanwhile: the queue (admission answers 503, waits end with what is known, the process goes on), the client
 * (its wait ends, its execution goes on), this process (the execution is in the queue or it was never answered for).
 */
export const createApi = (options: ApiOptions): Api => {
  const { config, logger, clock = Date.now } = options;
  const waits = createWaits(logger);
  const streams = createStreams();
  const viewers = createViewers();
  const rehearsal = createRehearsal();
  let stopping: Promise<void> | null = null;
  let starting: Promise<{ url: string }> | null = null;
  const { app, door } = buildApp({
    ...options,
    clock,
    newId: options.ids ?? createIds(clock),
    waits,
    streams,
    viewers,
    isRehearsal: rehearsal.includes,
    isStopping: () => stopping !== null,
  });

  const { judge0Port = null } = config;
  const judge0 = judge0Port === null ? null : createJudge0Server(app, door);

  const listen = async (): Promise<{ url: string }> => {
    await app.listen({ host: config.host, port: config.port, backlog: BACKLOG });
    if (judge0 !== null) await judge0.listen({ host: config.host, port: judge0Port ?? 0, backlog: BACKLOG });
    const address = app.server.address();
    if (address === null || typeof address === "string")
      throw new Error("The API has no address to listen on.");
    const host = config.host.includes(":") ? `[${config.host.replace(/^\[|\]$/g, "")}]` : config.host;
    return { url: `http://${host}:${address.port}` };
  };

  const close = async (deadlineMs: number): Promise<void> => {
    const endWaits = setTimeout(() => waits.endAll(), Math.max(0, deadlineMs - LAST_ANSWERS_MS));
    // Their clients come back to another instance and go on where they were.
    streams.endAll();
    viewers.ofService.endAll();
    viewers.ofAccounts.endAll();
    const cutOff = setTimeout(
      () => {
        app.server.closeAllConnections();
        judge0?.cutOff();
      },
      Math.max(LAST_ANSWERS_MS, deadlineMs),
    );
    try {
      await starting?.catch(() => undefined);
      await Promise.all([app.close(), judge0?.close()]);
    } finally {
      clearTimeout(endWaits);
      clearTimeout(cutOff);
      waits.endAll();
    }
  };

  const start = (): Promise<{ url: string }> => {
    if (stopping !== null) return Promise.reject(new Error("The API was stopped."));
    starting ??= listen();
    return starting;
  };

  return {
    app,
    start,
    async rehearse() {
      const { url } = await start();
      await rehearsal.run({ url, isStopping: () => stopping !== null });
    },
    stop(deadlineMs) {
      stopping ??= close(deadlineMs);
      return stopping;
    },
  };
};

export { type Catalog, createCatalog } from "./catalog.js";
export { createJudge0Store, judge0Callback, readAllowedOrigins, readTokens } from "./judge0/index.js";
export { readPage } from "./page/page.js";
export type { PistonLimits } from "./piston/index.js";
