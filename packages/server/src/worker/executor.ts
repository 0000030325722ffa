import type { Logger } from "pino";
import type { InstalledLanguage } from "../languages/types.js";
import type { Cancellation } from "../platform/cancellation.js";
import { type Tracing, traceIdOf } from "../platform/tracing/index.js";
import type { Lease, QueueWorker, Settlement } from "../queue/types.js";
import { SandboxLostError } from "../sandbox/types.js";
import { type Clock, createWallClock } from "./clock.js";
import { type CacheEntry, type CompileCache, withoutCompiling } from "./compile-cache.js";
import { compileError, type Executed, executePlan } from "./execute.js";
import type { Figures } from "./figures.js";
import type { Governor } from "./governor.js";
import type { Judge } from "./judging/judge.js";
import { withOutputs } from "./judging/outputs.js";
import type { LiveExecution, LiveExecutions } from "./live.js";
import { NoSuchLanguageError } from "./no-such-language.js";
import { type Plan, planJob } from "./plan.js";
import { type HeldSandbox, type Pool, PoolError } from "./pool.js";
import { giveBackSurely, type SettleOptions, settleSurely } from "./settle.js";
import { traceExecution } from "./trace-execution.js";
import { soonest } from "./waiting.js";

/**
 * Takes a lease to its end. Whatever happens, the lease is settled or given back, and the sandbox released:
 *
 *     lease -> sandbox -> [compile] -> run -+-> settle (answer first) + release (makes the next jail) -> log
 *                                           +-> give back: sandbox lost, no sandbox, or a fault of ours
 *
 * One with tests takes a sandbox for each of its runs (judging/).
 *
 * A cancelled execution settles as `cancelled`, also when its sandbox was lost meanwhile.
 */
export interface Executor {
  /** Never rejects. */
  execute(lease: Lease, cancellation: Cancellation): Promise<void>;
  /** Executions that have no sandbox yet: the governor does not know of them. */
  starting(): number;
}

/** How long the next jail waits for the answer to be delivered; it takes about 1 ms. */
const ANSWER_FIRST_MS = 5;

export interface ExecutorOptions {
  readonly queue: Pick<QueueWorker, "settle" | "giveBack">;
  readonly pool: Pick<Pool, "take" | "acquire">;
  readonly governor: Pick<Governor, "started">;
  readonly languages: ReadonlyMap<string, InstalledLanguage>;
  readonly compileCache: CompileCache;
  readonly live: LiveExecutions;
  /** For executions with tests. */
  readonly judge: Judge;
  readonly figures: Figures;
  readonly tracing?: Tracing | null;
  readonly logger: Logger;
  readonly clock: Clock;
  /** How long after its wall limit a run is given up on. */
  readonly graceMs: number;
  /** How long to try again when a result cannot be delivered. */
  readonly retryForMs: number;
  /** The worker stops: no more retries. */
  readonly stopped: AbortSignal;
}

/** What is known of one execution for its log line. */
interface Phases {
  readonly claimedAt: number;
  acquireMs: number | null;
  /** By the monotonic clock. */
  runAt: number | null;
  starting: boolean;
  held: HeldSandbox | null;
}

export function createExecutor(options: ExecutorOptions): Executor {
  const { pool, governor, logger, clock } = options;
  const wallClock = createWallClock();
  let starting = 0;
  const settling: SettleOptions = {
    queue: options.queue,
    logger,
    signal: options.stopped,
    retryForMs: options.retryForMs,
    now: () => clock.monotonicMs(),
  };

  const languageOf = ({ job }: Lease): InstalledLanguage => {
    const { id } = job.language;
    const language = options.languages.get(id);
    if (!language) throw new NoSuchLanguageError(id);
    return language;
  };

  const planFor = (lease: Lease): { plan: Plan; cacheEntry: CacheEntry | null } => {
    const { job } = lease;
    const language = languageOf(lease);
    const plan = planJob(job, language);
    return { plan, cacheEntry: options.compileCache.entry(job.tenant, language, plan) };
  };

  const noLongerStarting = (phases: Phases): void => {
    if (phases.starting) starting -= 1;
    phases.starting = false;
  };

  const runIn = async (
    held: HeldSandbox,
    plan: Plan,
    cacheEntry: CacheEntry | null,
    cancellation: Cancellation,
    phases: Phases,
    live: LiveExecution,
  ): Promise<Executed> => {
    const ended = governor.started(() => held.sandbox.cpuMs());
    noLongerStarting(phases);
    phases.runAt = clock.monotonicMs();
    try {
      return await executePlan(held.sandbox, plan, {
        cancellation,
        graceMs: options.graceMs,
        clock,
        cacheEntry,
        live,
      });
    } finally {
      ended();
    }
  };

  const execute = async (lease: Lease, cancellation: Cancellation): Promise<void> => {
    const phases: Phases = {
      claimedAt: clock.monotonicMs(),
      acquireMs: null,
      runAt: null,
      starting: true,
      held: null,
    };
    starting += 1;
    const live = options.live.open(lease.job, lease.token);
    try {
      if (cancellation.cancelled) {
        noLongerStarting(phases);
        return await settle(lease, CANCELLED, phases);
      }
      if (lease.job.request.tests) {
        const executed = await options.judge.judge(lease.job, languageOf(lease), {
          cancellation,
          place: () => noLongerStarting(phases),
          onBegun: () => {
            phases.runAt = clock.monotonicMs();
          },
          onCompiled: live.compiled,
          onTest: live.tested,
        });
        return await settle(lease, executed, phases);
      }
      const { plan: wanted, cacheEntry } = planFor(lease);
      const known = cacheEntry?.known;
      if (known?.files === null) {
        noLongerStarting(phases);
        return await settle(lease, compileError(known.result), phases);
      }
      const plan = known ? withoutCompiling(wanted, known) : wanted;
      // Without a turn of the event loop in between, where one is there.
      const held = pool.take(plan.kind) ?? (await pool.acquire(plan.kind));
      phases.held = held;
      phases.acquireMs = clock.monotonicMs() - phases.claimedAt;
      const executed = cancellation.cancelled
        ? CANCELLED
        : await withOutputs(
            await runIn(held, plan, cacheEntry, cancellation, phases, live),
            lease.job.request.outputs,
            held.sandbox,
          );
      noLongerStarting(phases);
      const settled = settle(lease, executed, phases);
      // The next jail takes 2 ms of a core that the answer needs on its way. A late answer does not hold it up for long.
      await soonest(settled, ANSWER_FIRST_MS);
      held.release({ dirty: executed.dirty, kinds: executed.kinds });
      await settled;
    } catch (error) {
      noLongerStarting(phases);
      phases.held?.release({ dirty: error instanceof SandboxLostError ? "lost" : "fault", kinds: [] });
      if (cancellation.cancelled && isOurs(error)) await settle(lease, cancelledSince(phases.runAt), phases);
      else await giveBack(lease, error, phases);
    } finally {
      live.close();
    }
  };

  /** One that ran is paid for, even where nothing is known of its run. */
  const cancelledSince = (runAt: number | null): Executed =>
    runAt === null ? CANCELLED : { ...CANCELLED, runMs: clock.monotonicMs() - runAt };

  const settle = async (lease: Lease, executed: Executed, phases: Phases): Promise<void> => {
    const startedAt = clock.monotonicMs();
    const settled = await settleSurely(lease, toSettlement(executed, phases.held), settling);
    const settleMs = clock.monotonicMs() - startedAt;
    if (settled === "done") {
      count(lease, executed, phases, settleMs);
      if (options.tracing) trace(options.tracing, lease, executed, phases, startedAt);
    }
    logger.info(
      {
        ...describe(lease, phases),
        outcome: executed.outcome,
        // From its admission to its program's first instruction, by two machines' clocks where Redis is elsewhere.
        startedAfterMs:
          phases.runAt === null ? null : round(wallClock(phases.runAt) + executed.startMs - lease.queuedAt),
        compileMs: executed.compileMs,
        cached: executed.compile?.cached ?? null,
        startMs: executed.startMs,
        runMs: executed.runMs,
        settleMs: round(settleMs),
        cpuTimeMs: executed.run?.cpuTimeMs ?? null,
        memoryBytes: executed.run?.memoryBytes ?? null,
        ...(executed.tests && { tests: executed.tests.length }),
        dirty: executed.dirty,
        settled,
      },
      "execution",
    );
  };

  const count = (lease: Lease, executed: Executed, { acquireMs, runAt }: Phases, settleMs: number): void => {
    const { figures } = options;
    figures.finished(lease.job.language.id, executed.outcome);
    figures.observe("queued", lease.queuedMs);
    figures.observe("acquire", acquireMs);
    figures.observe("start", runAt === null ? null : executed.startMs);
    figures.observe("compile", executed.compileMs);
    figures.observe("run", executed.runMs);
    figures.observe("settle", settleMs);
  };

  const trace = (
    tracing: Tracing,
    lease: Lease,
    executed: Executed,
    { claimedAt, acquireMs, runAt, held }: Phases,
    settleAt: number,
  ): void =>
    traceExecution(tracing, lease, executed, held?.sandbox.id ?? null, {
      queuedAt: lease.queuedAt,
      claimedAt: wallClock(claimedAt),
      acquireMs,
      runAt: runAt === null ? null : wallClock(runAt),
      settleAt: wallClock(settleAt),
      settledAt: wallClock(clock.monotonicMs()),
    });

  const giveBack = async (lease: Lease, error: unknown, phases: Phases): Promise<void> => {
    const fields = { ...describe(lease, phases), err: error, settled: "given_back" };
    options.figures.givenBack();
    if (isOurs(error)) logger.warn(fields, "execution");
    else logger.error(fields, "execution");
    await giveBackSurely(lease, error instanceof Error ? error.message : String(error), settling);
  };

  return { execute, starting: () => starting };
}

/** Failures that have a name, as against bugs. */
function isOurs(error: unknown): boolean {
  return (
    error instanceof SandboxLostError || error instanceof PoolError || error instanceof NoSuchLanguageError
  );
}

const CANCELLED: Executed = {
  outcome: "cancelled",
  compile: null,
  run: null,
  compileMs: null,
  runMs: null,
  startMs: 0,
  primed: false,
  dirty: null,
  kinds: [],
};

function toSettlement(executed: Executed, held: HeldSandbox | null): Settlement {
  return {
    outcome: executed.outcome,
    compile: executed.compile,
    run: executed.run,
    ...(executed.tests && { tests: [...executed.tests] }),
    ...(executed.outputs && { outputs: [...executed.outputs] }),
    ...(executed.outputsTruncated && { outputsTruncated: true }),
    sandbox: held
      ? { id: held.sandbox.id, primed: executed.primed, uses: held.uses + 1 }
      : (executed.sandbox ?? null),
    timings: { compileMs: executed.compileMs, runMs: executed.runMs },
  };
}

/** Ids and phases only: source, input and output are never logged. */
function describe(lease: Lease, { acquireMs, held }: Phases): Record<string, unknown> {
  return {
    execution: lease.job.id,
    tenant: lease.job.tenant,
    language: lease.job.language.id,
    attempt: lease.attempt,
    traceId: traceIdOf(lease.job.traceparent),
    sandbox: held?.sandbox.id ?? null,
    primed: held?.primed ?? null,
    uses: held?.uses ?? null,
    queuedMs: round(lease.queuedMs),
    acquireMs: acquireMs === null ? null : round(acquireMs),
  };
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
