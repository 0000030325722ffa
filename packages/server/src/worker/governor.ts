import type { Clock } from "./clock.js";
import type { MachineIdle } from "./machine-idle.js";

/**
 * Says how many executions may start now, by the CPU that the running ones want.
 *
 * Each running execution has a demand in cores. One that has just started counts as {@link NEWCOMER_CORES}, because
 * nobody knows yet; it stays so until it was measured over its first {@link FIRST_WINDOW_MS}. From then on its demand is the
 * share of a core it used between two looks at its cgroup, the looks getting rarer (5, 10, 20 ... 100 ms). Another
 * one starts when the demands and its own as a newcomer fit into `cores + headroom`.
 *
 * - 200 sleepers: each is known to be idle after about 10 ms, so they start by threes every 10 ms.
 * - 200 busy loops: each keeps a whole core, so `cores` of them run at a time.
 * - Short programs end before they are ever looked at: they cost no read at all.
 *
 * A share is the demand only while the machine has cores to give. When it has none (our own programs, or anything
 * else on the machine), a busy loop gets less than it wants, in a short window perhaps nothing, and would look modest,
 * which would let in ever more of them. So while the machine has no idle time, everybody counts as a whole core who
 * has not slept for {@link CREDIBLE_SLEEP_MS}.
 *
 * Looking happens when somebody asks, and by a timer only while `watch`ing, that is, while the claim loop wants to
 * start something and may not. `observe`, called about once a second, keeps an idea of the machine between bursts.
 */
export interface Governor {
  /** Counts an execution as running, until the returned function is called. `cpuMs` reads what it used so far. */
  started(cpuMs: () => number): () => void;
  /** How many may start now. At least one when nothing runs. */
  slots(): number;
  /** Cores that running executions leave over. */
  spareCores(): number;
  readonly running: number;
  /** Measure, and call `onSlots` as soon as `slots()` is above zero; then watching ends by itself. */
  watch(): void;
  /** Looks at the machine as a whole. */
  observe(): void;
  stop(): void;
}

export interface GovernorOptions {
  readonly cores: number;
  /** How far beyond the cores the demands may go, in cores. */
  readonly headroomCores?: number;
  readonly clock: Clock;
  readonly machineIdle: Pick<MachineIdle, "read">;
  readonly onSlots: () => void;
}

/**
 * Most programs end within milliseconds and leave their core idle for a third of them, on the way between worker, agent
 * and program: with a whole core for each, 16 clients got 255 executions a second, so they get 285 (2 cores). The
 * headroom is less than this, so that `cores` busy ones still let nobody pass.
 */
const NEWCOMER_CORES = 0.7;
const FIRST_WINDOW_MS = 5;
const LONGEST_WINDOW_MS = 100;
/** /proc/stat counts in steps of 10 ms: one step more or less must not decide. */
const IDLE_WINDOW_MS = 50;
const IDLE_STALE_MS = 2_500;
/** Below this many idle cores the machine counts as having none to give. */
const SATURATED_BELOW_CORES = 0.3;
/** With 40 others that want the same two cores, a runnable program waits about 60 ms for its turn of 3 ms. */
const CREDIBLE_SLEEP_MS = 75;
const ASLEEP_SHARE = 0.01;

interface Running {
  readonly cpuMs: () => number;
  /** The last look, or null before the first. */
  look: { readonly at: number; readonly cpuMs: number } | null;
  windowMs: number;
  nextLookAt: number;
  /** Share of a core in the latest window; null until measured. */
  latest: number | null;
  /** The same, falling by half at most from window to window, so that a short rest does not hide a busy program. */
  damped: number;
  /** For how long up to the last look it has used nothing. */
  asleepMs: number;
}

export function createGovernor(options: GovernorOptions): Governor {
  const { cores, clock, machineIdle } = options;
  const limit = cores + (options.headroomCores ?? 0.5);
  const running = new Set<Running>();
  let timer: NodeJS.Timeout | null = null;
  let idleLook: { readonly at: number; readonly idleMs: number } | null = null;
  let idleCores: { readonly at: number; readonly cores: number } | null = null;

  const saturated = (): boolean =>
    idleCores === null ||
    clock.monotonicMs() - idleCores.at > IDLE_STALE_MS ||
    idleCores.cores < SATURATED_BELOW_CORES;

  const demand = (): number => {
    const full = saturated();
    let sum = 0;
    for (const one of running) {
      if (one.latest === null) sum += NEWCOMER_CORES;
      else if (full && one.asleepMs < CREDIBLE_SLEEP_MS) sum += Math.max(1, one.damped);
      else sum += one.damped;
    }
    return sum;
  };

  const slots = (): number => {
    look();
    const free = Math.floor((limit - demand()) / NEWCOMER_CORES + 1e-9);
    return running.size === 0 ? Math.max(1, free) : Math.max(0, free);
  };

  const lookAtMachine = (now: number): void => {
    if (idleLook && now - idleLook.at < IDLE_WINDOW_MS) return;
    const idleMs = machineIdle.read();
    if (idleLook && now - idleLook.at <= IDLE_STALE_MS) {
      idleCores = { at: now, cores: (idleMs - idleLook.idleMs) / (now - idleLook.at) };
    }
    idleLook = { at: now, idleMs };
  };

  /** Measures who is due; does nothing while only newcomers run. */
  const look = (): void => {
    if (running.size === 0) return;
    const now = clock.monotonicMs();
    lookAtMachine(now);
    for (const one of running) {
      if (now >= one.nextLookAt) measure(one, now);
    }
  };

  const stopWatching = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
  };

  const schedule = (): void => {
    const now = clock.monotonicMs();
    let next = now + LONGEST_WINDOW_MS;
    for (const one of running) next = Math.min(next, one.nextLookAt);
    timer = setTimeout(
      () => {
        timer = null;
        if (slots() > 0) options.onSlots();
        else schedule();
      },
      Math.max(FIRST_WINDOW_MS, next - now),
    );
  };

  return {
    started(cpuMs) {
      const startedAt = clock.monotonicMs();
      const one: Running = {
        cpuMs,
        look: null,
        windowMs: FIRST_WINDOW_MS,
        nextLookAt: startedAt + FIRST_WINDOW_MS,
        latest: null,
        damped: 0,
        asleepMs: 0,
      };
      running.add(one);
      return () => {
        if (running.delete(one) && timer) {
          stopWatching();
          options.onSlots();
        }
      };
    },
    slots,
    spareCores() {
      look();
      return Math.max(0, cores - demand());
    },
    get running() {
      return running.size;
    },
    watch() {
      if (timer === null) schedule();
    },
    observe: () => lookAtMachine(clock.monotonicMs()),
    stop: stopWatching,
  };
}

function measure(one: Running, now: number): void {
  let cpuMs: number;
  try {
    cpuMs = one.cpuMs();
  } catch {
    // Its cgroup is gone: it is about to be reported as ended. Until then it keeps the demand it had.
    one.nextLookAt = now + LONGEST_WINDOW_MS;
    return;
  }
  if (one.look) {
    const elapsedMs = Math.max(1, now - one.look.at);
    const share = Math.max(0, cpuMs - one.look.cpuMs) / elapsedMs;
    one.damped = one.latest === null ? share : Math.max(share, one.damped / 2);
    one.latest = share;
    one.asleepMs = share < ASLEEP_SHARE ? one.asleepMs + elapsedMs : 0;
    one.windowMs = Math.min(LONGEST_WINDOW_MS, one.windowMs * 2);
  }
  one.look = { at: now, cpuMs };
  one.nextLookAt = now + one.windowMs;
}
