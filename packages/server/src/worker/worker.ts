import { availableParallelism } from "node:os";
import type { Logger } from "pino";
import { published } from "../languages/published.js";
import type { InstalledLanguage, LanguageSource } from "../languages/types.js";
import { Cancellation } from "../platform/cancellation.js";
import type { Config } from "../platform/config.js";
import type { Tracing } from "../platform/tracing/index.js";
import { WorkerSupersededError } from "../queue/errors.js";
import type { Lease, QueueWorker, WorkerReport } from "../queue/types.js";
import { isAhead, isSlow } from "../sandbox/primes.js";
import type { SandboxDriver } from "../sandbox/types.js";
import { claimLoop } from "./claim-loop.js";
import { type Clock, systemClock } from "./clock.js";
import { createCompileCache } from "./compile-cache.js";
import { createExecutor } from "./executor.js";
import { createFigures } from "./figures.js";
import { createGovernor } from "./governor.js";
import { createJudge } from "./judging/judge.js";
import { createTurns } from "./judging/turns.js";
import { createLiveExecutions } from "./live.js";
import { openMachineIdle } from "./machine-idle.js";
import { createPool, type PoolKinds, type PoolTiming } from "./pool.js";
import { poolKinds } from "./pool-kinds.js";
import { createPoolTeller } from "./pool-teller.js";
import type { UpkeepPolicy } from "./upkeep.js";
import { createBell, withDeadline } from "./waiting.js";

/**
 * Takes executions from the queue and runs them in its pool.
 *
 *     starting -> running -> draining -> stopped
 *
 * While running it may be paused: the operator drains it, so it claims nothing until he wants it to go on.
 *
 * Started in the order queue (so that what an earlier incarnation held goes back at once), driver, pool, claim loop;
 * stopped in reverse. A failed start stops what was started. While draining nothing is claimed; what runs may end
 * until the deadline; then its sandbox is destroyed and it goes back to the queue.
 *
 * If the worker dies: its sandboxes see end-of-file, the next incarnation's driver removes them, and the queue gives
 * its executions to others. If the queue cannot be reached: results are kept and retried, nothing new is claimed.
 */
export interface Worker {
  /** Resolves when the pool is full (or boots keep failing, see `report().ready`) and executions are being claimed. */
  start(): Promise<void>;
  /** Idempotent: later calls wait for the first. */
  stop(deadlineMs: number): Promise<void>;
  report(): WorkerReport;
}

export interface WorkerOptions {
  /** As in the heartbeat; the same as the queue was given. */
  readonly id: string;
  readonly config: Pick<Config, "poolSize" | "poolMemoryMib" | "singleUse" | "compileCacheMib">;
  readonly queue: QueueWorker;
  readonly driver: SandboxDriver;
  readonly languages: LanguageSource;
  readonly tracing?: Tracing | null;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly cores?: number;
  readonly tuning?: Partial<WorkerTuning>;
  /** The worker can never be of use again and should be stopped. */
  readonly onFatal?: (error: Error) => void;
}

/** Defaults are right; tests and slow guests change them. */
export interface WorkerTuning {
  readonly headroomCores: number;
  /** How long after its wall limit a run is given up on. Far beyond what agent and driver need for it. */
  readonly graceMs: number;
  readonly heartbeatMs: number;
  readonly retrySettleForMs: number;
  /** After the drain's deadline: how long giving back may take. */
  readonly giveBackMs: number;
  readonly upkeep: Partial<UpkeepPolicy>;
  readonly pool: Partial<PoolTiming>;
}

const DEFAULT_TUNING: WorkerTuning = {
  headroomCores: 0.5,
  graceMs: 10_000,
  heartbeatMs: 1_000,
  retrySettleForMs: 60_000,
  giveBackMs: 5_000,
  upkeep: {},
  pool: {},
};

/** An execution's tests use a quarter of the pool at most. */
const LANES_SHARE = 4;

interface Held {
  readonly cancellation: Cancellation;
  readonly done: Promise<void>;
}

export function createWorker(options: WorkerOptions): Worker {
  const { config, queue, driver, logger } = options;
  const tuning: WorkerTuning = { ...DEFAULT_TUNING, ...options.tuning };
  const clock = options.clock ?? systemClock;
  const cores = options.cores ?? availableParallelism();
  const startedAt = clock.now();
  const bell = createBell();
  const draining = new AbortController();
  const stopped = new AbortController();
  /** By execution. */
  const leases = new Map<string, Held>();
  const machineIdle = openMachineIdle();
  const governor = createGovernor({
    cores,
    headroomCores: tuning.headroomCores,
    clock,
    machineIdle,
    onSlots: bell.ring,
  });
  const usable = (): readonly InstalledLanguage[] =>
    options.languages
      .installed()
      .filter(({ root }) => driver.roots || root === null)
      .map((language) =>
        driver.zygotes ? language : { ...language, prime: "launcher", compilePrime: "launcher", preload: [] },
      );
  const languages = new Map<string, InstalledLanguage>();
  const takeUp = (): PoolKinds => {
    languages.clear();
    for (const language of usable()) languages.set(language.id, language);
    return poolKinds(languages.values(), config.poolSize);
  };
  const pool = createPool({
    driver,
    size: config.poolSize,
    memoryBytes: config.poolMemoryMib * 1024 ** 2,
    kinds: takeUp(),
    isAhead,
    isSlow,
    singleUse: config.singleUse,
    cores,
    spareCores: () => governor.spareCores(),
    onFree: bell.ring,
    logger,
    clock,
    upkeep: tuning.upkeep,
    timing: tuning.pool,
  });
  const teller = createPoolTeller({ glance: pool.glance, tell: (change) => queue.tellPool(change) });
  const live = createLiveExecutions({
    answer: (api, answer) => queue.answer(api, answer),
    now: () => clock.monotonicMs(),
  });
  const turns = createTurns({ governor, room: () => slots(), onWaiting: bell.ring });
  const inUse = {
    pool,
    governor,
    languages,
    compileCache: createCompileCache(config.compileCacheMib * 1024 ** 2),
    clock,
    graceMs: tuning.graceMs,
  };
  const figures = createFigures();
  const executor = createExecutor({
    figures,
    tracing: options.tracing ?? null,
    ...inUse,
    queue,
    live,
    judge: createJudge({
      ...inUse,
      turns,
      mostLanes: Math.max(2, Math.floor(config.poolSize / LANES_SHARE)),
    }),
    logger,
    retryForMs: tuning.retrySettleForMs,
    stopped: stopped.signal,
  });
  /** Results that cannot be delivered must not pile up without bound. */
  const mostLeases = 2 * config.poolSize + cores;

  let starting: Promise<void> = Promise.resolve();
  let loop: Promise<void> = Promise.resolve();
  let heartbeat: NodeJS.Timeout | null = null;
  let heartbeatUnderWay = false;
  let paused = false;
  let stopping: Promise<void> | null = null;
  const undo: { readonly what: string; readonly down: () => Promise<void> }[] = [];

  const slots = (): number => Math.min(pool.free(), governor.slots() - executor.starting());

  const launch = (lease: Lease): void => {
    const { id } = lease.job;
    const cancellation = new Cancellation();
    const done = executor
      .execute(lease, cancellation)
      .catch((error: unknown) => logger.error({ err: error, execution: id }, "an execution escaped"))
      .finally(() => {
        // After a lost lease the same execution may be here a second time.
        if (leases.get(id) === held) leases.delete(id);
        bell.ring();
      });
    const held: Held = { cancellation, done };
    leases.set(id, held);
  };

  const beat = (): void => {
    if (heartbeatUnderWay) return;
    heartbeatUnderWay = true;
    governor.observe();
    queue
      .heartbeat(report())
      .catch((error: unknown) => {
        logger.warn({ err: error }, "heartbeat failed");
        if (error instanceof WorkerSupersededError) superseded(error);
      })
      .finally(() => {
        heartbeatUnderWay = false;
      });
  };

  /** Another process has our name: everything we do from now on would be refused. */
  const superseded = (error: Error): void => {
    if (draining.signal.aborted) return;
    draining.abort();
    bell.ring();
    options.onFatal?.(error);
  };

  const report = (): WorkerReport => ({
    id: options.id,
    startedAt,
    running: governor.running,
    ready: pool.ready() && !paused && !draining.signal.aborted,
    draining: paused || draining.signal.aborted,
    sandboxes: pool.members(),
    deaths: pool.deaths(),
    figures: figures.report(),
    capacity: config.poolSize,
    cores,
    spareCores: governor.spareCores(),
  });

  const pause = (drains: boolean): void => {
    if (paused === drains) return;
    paused = drains;
    logger.info(drains ? "drained by the operator: nothing new is claimed" : "claiming again");
    bell.ring();
    // Ends the offers. Until it is through, some may still come, and are run.
    if (drains) {
      queue.claim(0).catch((error: unknown) => logger.warn({ err: error }, "could not end the offers"));
    }
  };

  const begin = async (): Promise<void> => {
    queue.onCancel((id) => leases.get(id)?.cancellation.cancel());
    queue.onOffer(launch);
    queue.onLive(live.onMessage);
    queue.onDrain(pause);
    queue.onWatched(teller.watched);
    await bringUp(
      "leaving the queue",
      () => queue.start(),
      () => queue.stop(),
    );
    await bringUp("ending the heartbeat", startHeartbeat, stopHeartbeat);
    await bringUp(
      "stopping the sandbox driver",
      () => driver.start(),
      () => driver.stop(),
    );
    await bringUp(
      "stopping the pool",
      () => pool.start(),
      () => pool.stop(),
    );
    await bringUp(
      "leaving the languages as they are",
      async () => {
        options.languages.watch(() => {
          pool.setKinds(takeUp());
          tellLanguages();
        });
        tellLanguages();
      },
      async () => options.languages.close(),
    );
    if (draining.signal.aborted) return;
    if (!pool.ready()) logger.error("no sandbox could be booted; trying again and again");
    loop = claimLoop(
      {
        queue,
        room: () => (paused ? 0 : Math.min(mostLeases - leases.size, slots())),
        onNoRoom: () => {
          if (paused) turns.unknown();
          else if (governor.slots() <= executor.starting()) governor.watch();
        },
        bell,
        turns,
        launch,
        logger,
      },
      draining.signal,
    );
    beat();
  };

  /** Those who ask for one that is gone are refused from now on, and those who ask for a new one are not any more. */
  const tellLanguages = (): void => {
    logger.info({ languages: languages.size }, "languages");
    queue
      .tellLanguages(JSON.stringify([...languages.values()].map(published)))
      .catch((error: unknown) => logger.warn({ err: error }, "the languages could not be told"));
  };

  const startHeartbeat = async (): Promise<void> => {
    beat();
    heartbeat = setInterval(beat, tuning.heartbeatMs);
  };

  const stopHeartbeat = async (): Promise<void> => {
    if (heartbeat) clearInterval(heartbeat);
    heartbeat = null;
    teller.stop();
  };

  /** Starts a part; a part whose start failed half-way is stopped as well. */
  const bringUp = async (
    undoing: string,
    up: () => Promise<void>,
    down: () => Promise<void>,
  ): Promise<void> => {
    if (draining.signal.aborted) return;
    undo.push({ what: undoing, down });
    await up();
  };

  const drain = async (deadlineMs: number): Promise<void> => {
    const all = async (): Promise<void> => {
      await loop;
      await Promise.all([...leases.values()].map((held) => held.done));
    };
    try {
      await withDeadline(all(), deadlineMs, "draining");
    } catch {
      logger.warn({ running: leases.size }, "giving back what still runs");
      stopped.abort();
      await pool.stop();
      await withDeadline(all(), tuning.giveBackMs, "giving back").catch((error: unknown) => {
        logger.error({ err: error, running: leases.size }, "executions are left to the queue's reclaim");
      });
    }
  };

  const end = async (deadlineMs: number): Promise<void> => {
    draining.abort();
    bell.ring();
    if (!pool.filled()) await pool.stop();
    // A start under way ends at its next step; why it failed is told to who called it.
    await starting.catch(() => undefined);
    await step("draining", () => drain(deadlineMs));
    stopped.abort();
    governor.stop();
    for (const { what, down } of undo.splice(0).reverse()) {
      await step(what, down);
    }
    machineIdle.close();
  };

  /** Whatever fails, the rest is stopped too. */
  const step = async (what: string, action: () => Promise<void>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      logger.error({ err: error }, `${what} failed`);
    }
  };

  const stop = (deadlineMs: number): Promise<void> => {
    stopping ??= end(deadlineMs);
    return stopping;
  };

  return {
    async start() {
      starting = begin();
      try {
        await starting;
      } catch (error) {
        await stop(0);
        throw error;
      }
    },
    stop,
    report,
  };
}
