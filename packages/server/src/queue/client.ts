import { type Execution, type ExecutionRequest, LIMITS, resolveSession } from "@neuron/contract";
import { createDeadLetters } from "./dead-letters.js";
import { createFollowers } from "./follower.js";
import { createOverviews } from "./overview.js";
import { decodeRecord, encodeMeta } from "./record.js";
import { createRedisLink } from "./redis-link.js";
import { admit, cancel, drain, forget, list, read, readLanguages, stats } from "./scripts/index.js";
import { decodeStats } from "./stats.js";
import { createSweeper } from "./sweeper.js";
import type { Admission, QueueClient, Refusal } from "./types.js";
import { createWaiters } from "./waiters.js";

export interface QueueClientOptions {
  /** `redis://`, `rediss://` or `unix:///path/to/socket`. */
  readonly url: string;
  readonly prefix: string;
  /** Of this process, new at each start, without white space: names the channel on which it is told of endings. */
  readonly apiId: string;
  /** Bound of the queue. Default 10,000. */
  readonly maxQueued?: number;
  /** Bound of the sources, inputs and so on of queued and running executions. Default 512 MiB. */
  readonly maxQueuedBytes?: number;
  /** What a tenant may have queued and running where it has no limit of its own; null: as many as there is room for. */
  readonly tenantMaxQueued?: number | null;
  readonly tenantMaxRunning?: number | null;
  /**
   * Interactive ones that may be queued and running, all together and of one tenant; null: no such bound. Those that end as
   * soon as others do are not among them.
   */
  readonly maxSessions?: number | null;
  readonly tenantMaxSessions?: number | null;
  /** How long a finished execution can be read. Default 24 h. */
  readonly resultTtlMs?: number;
  /** Beyond it the oldest results go before their time. Default 1 GiB. */
  readonly maxResultBytes?: number;
  /** How long a call goes on trying while Redis is away, before `QueueUnavailableError`. Default 5 s. */
  readonly callTimeoutMs?: number;
  /** How long a worker may go without a heartbeat. The same for all processes. Default 5 s. */
  readonly workerTtlMs?: number;
  /** How often this process looks for dead workers and expired executions. Default 1 s. */
  readonly sweepIntervalMs?: number;
  /** Told once per outage of Redis, and of errors that no caller could be told of. */
  readonly onError?: (error: unknown) => void;
}

export const QUEUE_DEFAULTS = {
  maxQueued: 10_000,
  maxQueuedBytes: 512 * 1024 * 1024,
  tenantMaxQueued: null,
  tenantMaxRunning: null,
  maxSessions: null,
  tenantMaxSessions: null,
  resultTtlMs: 24 * 60 * 60 * 1000,
  maxResultBytes: 1024 * 1024 * 1024,
  callTimeoutMs: 5000,
  workerTtlMs: 5000,
  sweepIntervalMs: 1000,
} as const;

const START_TIMEOUT_MS = 10_000;
const PING_TIMEOUT_MS = 1000;
/** How long an `Idempotency-Key` is remembered at most; from the end of its execution on, as long as that is. */
const IDEMPOTENCY_MS = 3 * 24 * 60 * 60 * 1000;
/** Script calls that one page may take, each of which looks at 500 executions. */
const MAX_LIST_CALLS = 20;

/**
 * The queue as the API sees it. Every operation is one script (scripts/), repeated when the connection breaks.
 *
 * If this process dies, what it admitted goes on and can be read by any other. If Redis dies, calls go on trying
 * until `callTimeoutMs`, and those who wait are looked up again as soon as it is back.
 */
export function createQueueClient(given: QueueClientOptions): QueueClient {
  const options = { ...QUEUE_DEFAULTS, onError: () => {}, ...given };
  if (!/^\S+$/.test(options.apiId)) throw new Error("apiId must not be empty or contain white space");
  const call = { deadlineMs: options.callTimeoutMs };
  const { maxSessions, tenantMaxSessions } = options;
  const sessionBounds = [
    maxSessions ?? Number.MAX_SAFE_INTEGER,
    tenantMaxSessions ?? Number.MAX_SAFE_INTEGER,
  ].map(String);
  const languageListeners: (() => void)[] = [];
  const tellOfLanguages = (): void => {
    for (const listener of languageListeners) listener();
  };
  const link = createRedisLink({
    ...options,
    onResubscribed: () => {
      waiters.lookAgain();
      tellOfLanguages();
    },
  });
  const waiters = createWaiters(link, options.apiId, options.onError);
  const followers = createFollowers(link, options);
  const sweeper = createSweeper(link, options, options.onError);

  return {
    async start() {
      try {
        await link.start(START_TIMEOUT_MS);
        await link.subscribe(`api:${options.apiId}`, waiters.onMessage);
        await link.subscribe("languages", tellOfLanguages);
      } catch (error) {
        await link.stop();
        throw error;
      }
      sweeper.start();
    },

    async stop() {
      sweeper.stop();
      waiters.stop();
      followers.stop();
      await link.stop();
    },

    async admit(job, idempotency) {
      if (!/^\S+$/.test(job.id))
        throw new Error("an execution's id must not be empty or contain white space");
      // Part of keys, of a line's name, and of lists that are separated by white space.
      if (!/^[\w.-]{1,64}$/.test(job.tenant))
        throw new Error("a tenant's id is 1 to 64 letters, digits, or any of . _ -");
      const waiting = waiters.claimAnnouncement(job.id);
      let admission: Admission | undefined;
      try {
        const reply = await link.run(
          admit,
          [
            job.id,
            job.tenant,
            JSON.stringify(job),
            encodeMeta(job),
            String(job.maxQueueMs),
            waiting ? options.apiId : "",
            String(options.resultTtlMs),
            String(options.maxQueued),
            String(options.maxQueuedBytes),
            job.request.priority === "batch" ? "/batch" : "",
            idempotency?.key ?? "",
            idempotency?.fingerprint ?? "",
            String(options.tenantMaxQueued ?? ""),
            String(options.tenantMaxRunning ?? ""),
            String(IDEMPOTENCY_MS),
            ...(isLong(job.request) ? sessionBounds : ["", ""]),
          ],
          call,
        );
        admission = decodeAdmission(reply);
        return admission;
      } finally {
        if (!admission?.accepted || admission.existingId !== undefined) waiters.returnAnnouncement(job.id);
      }
    },

    async get(tenant, id) {
      return recordOrNull(await link.run(read, [tenant, id], call));
    },

    async list(tenant, { cursor = "", limit, status = "" }) {
      const executions: Execution[] = [];
      let next = cursor;
      for (let calls = 0; calls < MAX_LIST_CALLS && executions.length < limit; calls++) {
        const wanted = String(limit - executions.length);
        const [after, ...records] = (await link.run(list, [tenant, next, wanted, status], call)) as string[];
        executions.push(...records.map(decodeRecord));
        next = after ?? "";
        if (next === "") break;
      }
      return { executions, cursor: next === "" ? null : next };
    },

    async cancel(tenant, id) {
      return recordOrNull(await link.run(cancel, [tenant, id], call));
    },

    async forget(tenant, id) {
      return recordOrNull(await link.run(forget, [tenant, id], call));
    },

    waitFor: waiters.wait,

    follow: followers.follow,

    deadLetters: createDeadLetters(link, options.callTimeoutMs),

    overviews: createOverviews(link, options.callTimeoutMs),

    languages: async () => (await link.run(readLanguages, [], call)) as string[],

    onLanguages(listener) {
      languageListeners.push(listener);
    },

    async stats() {
      return decodeStats(await link.run(stats, [], call));
    },

    async drain(worker, on) {
      return (await link.run(drain, [worker, on ? "1" : "0"], call)) as string | null;
    },

    ping: () => link.ping(PING_TIMEOUT_MS),
  };
}

/** Longer than any execution that nobody talks to. */
function isLong({ interactive, session }: ExecutionRequest): boolean {
  return interactive === true && resolveSession(session).timeMs > LIMITS.wallTimeMs.maximum;
}

function recordOrNull(reply: unknown): Execution | null {
  return typeof reply === "string" ? decodeRecord(reply) : null;
}

function decodeAdmission(reply: unknown): Admission {
  const [kind, ...rest] = reply as [0, Refusal, number] | [1, number, number] | [2, string];
  if (kind === 0) {
    const [reason, retryAfterMs] = rest as [Refusal, number];
    return { accepted: false, reason, retryAfterMs };
  }
  if (kind === 2) return { accepted: true, position: 0, estimatedWaitMs: 0, existingId: rest[0] as string };
  const [position, estimatedWaitMs] = rest as [number, number];
  return { accepted: true, position, estimatedWaitMs };
}
