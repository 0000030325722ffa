import { randomBytes } from "node:crypto";
import { Cancellation } from "../platform/cancellation.js";
import { QUEUE_DEFAULTS } from "./client.js";
import { WorkerSupersededError } from "./errors.js";
import { POOL_CHANNEL } from "./pool-listening.js";
import { decodeToWorker, encodeAnswer, type ToWorker } from "./progress.js";
import { encodeResult } from "./record.js";
import { createRedisLink } from "./redis-link.js";
import { claim, giveBack, heartbeat, join, leave, settle, tellLanguages } from "./scripts/index.js";
import { createSweeper } from "./sweeper.js";
import type { Job, Lease, QueueWorker, Settlement } from "./types.js";

export interface QueueWorkerOptions {
  /** `redis://`, `rediss://` or `unix:///path/to/socket`. */
  readonly url: string;
  readonly prefix: string;
  /** `<name>:<incarnation>`, without white space: the name stays over restarts, the incarnation is new at each. */
  readonly workerId: string;
  /** How long a worker may go without a heartbeat. The same for all processes. Default 5 s. */
  readonly workerTtlMs?: number;
  /** How often `waitForWork` looks even though nobody told it to. Default 1 s. */
  readonly lookIntervalMs?: number;
  readonly sweepIntervalMs?: number;
  readonly maxResultBytes?: number;
  /** Told once per outage of Redis, and of errors that no caller could be told of. */
  readonly onError?: (error: unknown) => void;
}

const START_TIMEOUT_MS = 10_000;
const LEAVE_TIMEOUT_MS = 3000;
const LOOK_INTERVAL_MS = 1000;

/**
 * The queue as a worker sees it.
 *
 * A lease is ours as long as Redis has its token under our name. We lose it when our key ran out and somebody swept
 * (we were stopped or cut off for longer than `workerTtlMs`): then `settle` gives false, and the next heartbeat
 * reports the execution to the cancel listeners, since running it on is of no use.
 *
 * The other way round, Redis may hold leases for us that we know nothing of: the answer to a claim was lost and the
 * claim never repeated. What two heartbeats in a row show, with no claim under way, we give back.
 *
 * While Redis is away, claim, settle, giveBack and heartbeat go on trying until `stop`.
 */
export function createQueueWorker(given: QueueWorkerOptions): QueueWorker {
  const { maxResultBytes, workerTtlMs, sweepIntervalMs } = QUEUE_DEFAULTS;
  const options = {
    ...{ maxResultBytes, workerTtlMs, sweepIntervalMs, lookIntervalMs: LOOK_INTERVAL_MS },
    onError: () => {},
    ...given,
  };
  if (!/^\S+:\S+$/.test(options.workerId))
    throw new Error("workerId must be of the form <name>:<incarnation>");

  const { workerId } = options;
  const ttl = String(options.workerTtlMs);
  const link = createRedisLink({ ...options, onResubscribed: wake });
  const sweeper = createSweeper(link, options, options.onError);
  const session = randomBytes(6).toString("hex");
  /** Ends claims and heartbeats before we leave: repeated after that, they would join us again. */
  const leaving = new Cancellation();
  const untilLeaving = { until: leaving };
  /** Tokens of what we hold, by execution. */
  const held = new Map<string, string>();
  const settling = new Set<string>();
  const told = new Set<string>();
  const cancelListeners: ((id: string) => void)[] = [];
  let offerListener: ((lease: Lease) => void) | null = null;
  let liveListener: ((message: ToWorker) => void) | null = null;
  let toldLanguages: string | null = null;
  let drainListener: ((drains: boolean) => void) | null = null;
  let watchedListener: ((watched: boolean) => void) | null = null;
  let suspects = new Map<string, string>();
  let claims = 0;
  let claiming: Promise<unknown> = Promise.resolve();
  let claimsUnderWay = 0;
  let mayHaveWork = true;
  let wakeUps: (() => void)[] = [];
  let state: "new" | "joined" | "stopped" = "new";

  function wake(): void {
    mayHaveWork = true;
    const woken = wakeUps;
    wakeUps = [];
    for (const wakeUp of woken) wakeUp();
  }

  function tellToStop(id: string, token: string): void {
    if (told.has(token)) return;
    told.add(token);
    for (const listener of cancelListeners) listener(id);
  }

  function forget(lease: Pick<Lease, "token"> & { readonly id: string }): void {
    told.delete(lease.token);
    if (held.get(lease.id) === lease.token) held.delete(lease.id);
  }

  async function claimNow(count: number): Promise<Lease[]> {
    if (state !== "joined") return [];
    mayHaveWork = false;
    const seq = `${session}-${claims++}`;
    const reply = (await link.run(
      claim,
      [workerId, seq, String(count), ttl, offerListener ? "1" : "0"],
      untilLeaving,
    )) as (string | number)[];
    const leases: Lease[] = [];
    for (let i = 0; i + 4 < reply.length; i += 5) {
      const job = JSON.parse(String(reply[i])) as Job;
      const token = String(reply[i + 1]);
      held.set(job.id, token);
      const [attempt, waitedUs, queuedAtUs] = [
        Number(reply[i + 2]),
        Number(reply[i + 3]),
        Number(reply[i + 4]),
      ];
      leases.push({ job, token, attempt, queuedMs: waitedUs / 1000, queuedAt: queuedAtUs / 1000 });
    }
    // As many as asked for: there may be more.
    if (leases.length >= count) mayHaveWork = true;
    return leases;
  }

  /** `<token> <queuedAt in us> <job>`. */
  function offered(message: string): void {
    const tokenEnd = message.indexOf(" ");
    const atEnd = message.indexOf(" ", tokenEnd + 1);
    const token = message.slice(0, tokenEnd);
    const at = message.slice(tokenEnd + 1, atEnd);
    const job = JSON.parse(message.slice(atEnd + 1)) as Job;
    if (state !== "joined" || !offerListener) return; // given back when we leave
    held.set(job.id, token);
    offerListener({ job, token, attempt: 1, queuedMs: 0, queuedAt: Number(at) / 1000 });
  }

  /** Compares what we hold with what Redis says we hold. `before` is what we held when the heartbeat was sent. */
  async function reconcile(
    before: ReadonlyMap<string, string>,
    inRedis: ReadonlyMap<string, string>,
    quiet: boolean,
  ): Promise<void> {
    for (const [id, token] of before) {
      if (inRedis.get(id) === token || held.get(id) !== token || settling.has(token)) continue;
      tellToStop(id, token);
      held.delete(id);
    }
    const unknown = new Map<string, string>();
    if (quiet && claimsUnderWay === 0) {
      for (const [id, token] of inRedis) {
        if (held.get(id) !== token && !settling.has(token)) unknown.set(id, token);
      }
    }
    const orphans = [...unknown].filter(([id, token]) => suspects.get(id) === token);
    suspects = unknown;
    for (const [id, token] of orphans) await link.run(giveBack, [id, token, "the lease got lost on its way"]);
  }

  return {
    async start() {
      if (state !== "new") throw new Error("a QueueWorker is started once");
      try {
        await link.start(START_TIMEOUT_MS);
        await link.subscribe("work", wake);
        await link.subscribe(`worker:${workerId}`, (id) => {
          const token = held.get(id);
          if (token !== undefined) tellToStop(id, token);
        });
        await link.subscribe(`offer:${workerId}`, offered);
        await link.subscribeBytes(`live:${workerId}`, (message) => {
          liveListener?.(decodeToWorker(message));
        });
        await link.run(join, [workerId, ttl], { deadlineMs: START_TIMEOUT_MS });
      } catch (error) {
        await link.stop();
        throw error;
      }
      state = "joined";
      sweeper.start();
    },

    async stop() {
      if (state === "stopped") return;
      const joined = state === "joined";
      state = "stopped";
      sweeper.stop();
      leaving.cancel();
      wake();
      try {
        if (joined) await link.run(leave, [workerId], { deadlineMs: LEAVE_TIMEOUT_MS });
      } catch (error) {
        // Others find out by our key, as if we had died.
        options.onError(error);
      } finally {
        await link.stop();
      }
    },

    claim(count) {
      // One at a time: Redis remembers only the last one, to be able to repeat its answer.
      claimsUnderWay++;
      const result = claiming.then(() => claimNow(count));
      claiming = result.catch(() => {}).finally(() => claimsUnderWay--);
      return result;
    },

    waitForWork(signal) {
      if (mayHaveWork || signal.aborted || state === "stopped") {
        mayHaveWork = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const timer = setTimeout(done, options.lookIntervalMs);
        function done(): void {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          wakeUps = wakeUps.filter((other) => other !== done);
          resolve();
        }
        signal.addEventListener("abort", done);
        wakeUps.push(done);
      });
    },

    async settle(lease, result) {
      if (result.outcome === null) throw new Error("a settlement needs an outcome");
      const { id } = lease.job;
      settling.add(lease.token);
      try {
        const args = [id, lease.token, result.outcome, encodeResult(result), neverRan(result) ? "0" : "1"];
        const done = (await link.run(settle, args)) === 1;
        forget({ id, token: lease.token });
        return done;
      } finally {
        settling.delete(lease.token);
      }
    },

    async giveBack(lease, reason) {
      const { id } = lease.job;
      settling.add(lease.token);
      try {
        await link.run(giveBack, [id, lease.token, reason]);
        forget({ id, token: lease.token });
      } finally {
        settling.delete(lease.token);
      }
    },

    onOffer(listener) {
      offerListener = listener;
    },

    onLive(listener) {
      liveListener = listener;
    },

    async answer(api, answer) {
      await link.publish(`follow:${api}`, encodeAnswer(answer));
    },

    onDrain(listener) {
      drainListener = listener;
    },

    onCancel(listener) {
      cancelListeners.push(listener);
    },

    onWatched(listener) {
      watchedListener = listener;
    },

    async tellPool(change) {
      await link.publish(POOL_CHANNEL, Buffer.from(JSON.stringify({ worker: workerId, ...change })));
    },

    async tellLanguages(text) {
      toldLanguages = text;
      await link.run(tellLanguages, [workerId, text], untilLeaving);
    },

    async heartbeat(report) {
      if (state !== "joined") return;
      const before = new Map(held);
      const quiet = claimsUnderWay === 0;
      const args = [workerId, JSON.stringify(report), ttl];
      const reply = await link.run(heartbeat, args, untilLeaving);
      const [joined, leases, cancelled, drains, known, watchers] = reply as [
        number,
        string[],
        string[],
        number,
        number,
        number,
      ];
      if (joined === 0) {
        await reconcile(before, new Map(), false);
        throw new WorkerSupersededError(`Another incarnation of worker ${workerId} has joined`);
      }
      drainListener?.(drains === 1);
      watchedListener?.(watchers > 0);
      // It was taken for dead meanwhile.
      if (known === 0 && toldLanguages !== null)
        await link.run(tellLanguages, [workerId, toldLanguages], untilLeaving);
      const inRedis = new Map<string, string>();
      for (let i = 0; i + 1 < leases.length; i += 2)
        inRedis.set(leases[i] as string, leases[i + 1] as string);
      for (const id of cancelled) {
        const token = held.get(id);
        if (token !== undefined && inRedis.get(id) === token) tellToStop(id, token);
      }
      await reconcile(before, inRedis, quiet);
    },
  };
}

/** A cancelled one that comes back with nothing: its worker was told before it began. */
function neverRan({ outcome, compile, run, timings }: Settlement): boolean {
  const nothing = compile === null && run === null && timings.compileMs === null && timings.runMs === null;
  return outcome === "cancelled" && nothing;
}
