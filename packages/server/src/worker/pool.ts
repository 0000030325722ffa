import type { Logger } from "pino";
import type { JailKind, Sandbox, SandboxDriver } from "../sandbox/types.js";
import type { Clock } from "./clock.js";
import { createDeaths } from "./deaths.js";
import { createDemand } from "./demand.js";
import { Member, type MemberState } from "./pool-member.js";
import {
  type Chore,
  countKinds,
  DEFAULT_UPKEEP,
  mostDispensable,
  mostWanted,
  nextChore,
  type UpkeepPolicy,
} from "./upkeep.js";
import { createBackoff, withDeadline } from "./waiting.js";

/**
 * A worker's sandboxes, booted ahead (see {@link Member} for their states).
 *
 * Who does what, and when:
 * - `acquire` hands out a warm sandbox, preferably with a jail of the wanted kind, else any other (it makes the jail
 *   on the way), else waits its turn. Of several it takes the one used last: its memory is still in the caches, and
 *   the others stay as they were booted, so that fewer need renewal.
 * - `release` decides: dirty, worn out or single-use goes away at once; otherwise the next jail is made, of the kind
 *   that the pool lacks most, with the runtimes booted anew when they have served many runs.
 * - Refill: as many boots at a time as help before traffic; later one at a time and only with a core to spare, or
 *   when fewer are left than could run. A failed boot makes the pool wait, twice as long each time.
 * - Upkeep: one chore at a time, only in quiet moments (see upkeep.ts).
 * - A member counts until it is really gone, so there are never more than `size` containers.
 */
export interface Pool {
  /** Resolves when every place was tried once: all warm, or boots keep failing. */
  start(): Promise<void>;
  /** Destroys all. What still runs is rejected with `SandboxLostError`. */
  stop(): Promise<void>;
  /** Warm ones that nobody waits for. */
  free(): number;
  /** Rejects with a `PoolError` when none turned up in time or the pool stops. */
  acquire(kind: JailKind): Promise<HeldSandbox>;
  /** Every place was tried once. */
  filled(): boolean;
  /** A first execution would be served warm. */
  ready(): boolean;
  members(): readonly MemberReport[];
  deaths(): Readonly<Record<string, number>>;
}

/** A sandbox in the hands of one execution. */
export interface HeldSandbox {
  readonly sandbox: Sandbox;
  /** Its jail was of the wanted kind already. */
  readonly primed: boolean;
  /** Runs in it before this execution. */
  readonly uses: number;
  /**
   * Must be called once; later calls do nothing. `dirty`: why it must not be used again; `kinds`: jails that were used,
   * none when nothing was run.
   */
  release(end: { readonly dirty: string | null; readonly kinds: readonly JailKind[] }): void;
}

export interface MemberReport {
  readonly id: string;
  readonly state: Exclude<MemberState, "destroyed">;
  readonly kind: string | null;
  readonly uses: number;
  readonly ageMs: number;
  readonly memoryBytes: number;
}

export class PoolError extends Error {
  override readonly name = "PoolError";
}

export interface PoolOptions {
  readonly driver: SandboxDriver;
  readonly size: number;
  readonly kinds: readonly JailKind[];
  readonly singleUse: boolean;
  readonly cores: number;
  /** Cores that executions leave over now. */
  readonly spareCores: () => number;
  /** A sandbox turned warm. */
  readonly onFree: () => void;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly upkeep?: Partial<UpkeepPolicy>;
  readonly timing?: Partial<PoolTiming>;
}

export interface PoolTiming {
  readonly acquireMs: number;
  readonly bootMs: number;
  /** Deadline of prepare, probe. */
  readonly choreMs: number;
  readonly renewMs: number;
  readonly destroyMs: number;
  readonly bootRetryFirstMs: number;
  readonly bootRetryMaxMs: number;
  /** How often a refill that waits for a spare core looks again. */
  readonly refillPollMs: number;
  readonly demandHalfLifeMs: number;
}

const DEFAULT_TIMING: PoolTiming = {
  acquireMs: 30_000,
  bootMs: 60_000,
  choreMs: 15_000,
  renewMs: 60_000,
  destroyMs: 10_000,
  bootRetryFirstMs: 100,
  bootRetryMaxMs: 10_000,
  refillPollMs: 50,
  demandHalfLifeMs: 60_000,
};

/** Booting 50 one at a time took 2.5 s on two cores, four at a time 1.1 s; more gained nothing. */
const BOOTS_PER_CORE = 2;
const MOST_BOOTS = 8;
/** `start` gives up waiting (not trying) after so many boots that failed in a row. */
const HOPELESS_BOOTS = 3;
/** Ages differ, so that sandboxes booted together are not all replaced together. */
const AGE_SPREAD = 0.25;

interface Waiter {
  readonly kind: JailKind;
  readonly give: (member: Member) => void;
  readonly fail: (error: Error) => void;
}

export function createPool(options: PoolOptions): Pool {
  const { driver, size, logger, clock } = options;
  const policy: UpkeepPolicy = { ...DEFAULT_UPKEEP, ...options.upkeep };
  const timing: PoolTiming = { ...DEFAULT_TIMING, ...options.timing };
  const now = (): number => clock.monotonicMs();
  const demand = createDemand({
    kinds: options.kinds,
    poolSize: size,
    halfLifeMs: timing.demandHalfLifeMs,
    now,
  });
  const deaths = createDeaths();
  const bootBackoff = createBackoff(timing.bootRetryFirstMs, timing.bootRetryMaxMs);
  const members = new Set<Member>();
  const waiters = new Set<Waiter>();
  const freePlaces = Array.from({ length: size }, (_, place) => size - 1 - place);
  /** Boots and destructions, which `stop` waits for. */
  const underWay = new Set<Promise<void>>();

  let stopping = false;
  let filled = false;
  let onFilled: (() => void) | null = null;
  let held = 0;
  let lastActivityAt = now();
  let bootNotBefore = 0;
  let refillTimer: NodeJS.Timeout | null = null;
  let upkeepTimer: NodeJS.Timeout | null = null;
  let upkeepAt = 0;
  let choreUnderWay = false;

  const count = (state: MemberState): number => {
    let total = 0;
    for (const member of members) if (member.state === state) total += 1;
    return total;
  };

  // --- states -----------------------------------------------------------------------------------------------------

  const changed = (member: Member): void => {
    if (member.state === "warm") {
      const waiter = firstOf(waiters);
      if (waiter) {
        waiters.delete(waiter);
        take(member, waiter);
        return;
      }
      options.onFree();
    }
  };

  const take = (member: Member, waiter: Waiter): void => {
    member.moveTo("busy", "run");
    waiter.give(member);
  };

  /** Takes a member out for good. The one place where sandboxes are destroyed. */
  const retire = (member: Member, reason: string): void => {
    if (member.state === "dirty" || member.state === "destroyed") return;
    member.moveTo("dirty");
    deaths.count(reason);
    const sandbox = member.live;
    logger.debug({ sandbox: sandbox.id, reason, uses: member.uses }, "sandbox retired");
    const gone = withDeadline(sandbox.destroy(), timing.destroyMs, "destroying a sandbox")
      .catch((error: unknown) => {
        logger.error({ err: error, sandbox: sandbox.id }, "sandbox could not be destroyed");
      })
      .finally(() => {
        member.moveTo("destroyed");
        remove(member);
        underWay.delete(gone);
        refill();
      });
    underWay.add(gone);
  };

  const remove = (member: Member): void => {
    members.delete(member);
    freePlaces.push(member.place);
  };

  // --- boot and refill --------------------------------------------------------------------------------------------

  const boot = async (): Promise<void> => {
    const place = freePlaces.pop();
    if (place === undefined) return;
    const kind = mostWanted(demand.targets(), countKinds(members)) ?? options.kinds[0] ?? "launcher";
    const member = new Member(place, kind, changed);
    members.add(member);
    const booting = driver.boot(kind);
    try {
      const sandbox = await withDeadline(booting, timing.bootMs, "booting a sandbox");
      adopt(member, sandbox);
    } catch (error) {
      bootFailed(member, booting, error);
    }
    finishFilling();
    refill();
    scheduleUpkeep();
  };

  const adopt = (member: Member, sandbox: Sandbox): void => {
    member.sandbox = sandbox;
    member.bootedAt = now();
    member.lastUsedAt = member.bootedAt;
    const spread = size > 1 ? member.place / (size - 1) : 0.5;
    member.nextProbeAt = member.bootedAt + policy.probeIntervalMs * (0.5 + 0.5 * spread);
    member.expiresAt = member.bootedAt + policy.maxAgeMs * (1 - AGE_SPREAD + 2 * AGE_SPREAD * spread);
    sandbox.onLost((reason) => {
      logger.warn({ sandbox: sandbox.id, reason, state: member.state }, "sandbox lost");
      member.lost = true;
      // While busy its owner sees the rejected call. See Member.
      if (member.state === "warm") retire(member, "lost");
    });
    bootBackoff.reset();
    settleDown(member);
  };

  const bootFailed = (member: Member, booting: Promise<Sandbox>, error: unknown): void => {
    if (member.state !== "booting") throw error;
    member.moveTo("destroyed");
    remove(member);
    deaths.count("boot_failed");
    const retryInMs = bootBackoff.next();
    bootNotBefore = now() + retryInMs;
    if (!stopping)
      logger.error({ err: error, failures: bootBackoff.failures, retryInMs }, "sandbox did not boot");
    // It may still come up after its deadline; then nobody wants it.
    booting
      .then(
        (late) => late.destroy(),
        () => undefined,
      )
      .catch((lateError: unknown) => logger.error({ err: lateError }, "late sandbox could not be destroyed"));
  };

  const finishFilling = (): void => {
    if (filled) return;
    const full = freePlaces.length === 0 && count("booting") === 0;
    const hopeless = bootBackoff.failures >= HOPELESS_BOOTS;
    if (!full && !hopeless && !stopping) return;
    filled = true;
    onFilled?.();
  };

  const bootsAllowed = (): number => {
    if (!filled) return Math.min(MOST_BOOTS, Math.max(2, options.cores * BOOTS_PER_CORE));
    if (held === 0 && waiters.size === 0) return 2;
    if (options.spareCores() >= 1) return 1;
    return count("warm") < Math.min(options.cores, size) ? 1 : 0;
  };

  const refill = (): void => {
    if (stopping || freePlaces.length === 0 || refillTimer) return;
    const waitMs = bootNotBefore - now();
    if (waitMs > 0) {
      refillLater(waitMs);
      return;
    }
    // After a failure one boot has to succeed before there are several at a time again.
    const most = bootBackoff.failures > 0 ? 1 : bootsAllowed();
    let free = most - count("booting");
    while (free > 0 && freePlaces.length > 0) {
      free -= 1;
      const booting = boot()
        .catch((error: unknown) => logger.error({ err: error }, "refilling the pool failed"))
        .finally(() => underWay.delete(booting));
      underWay.add(booting);
    }
    if (most === 0) refillLater(timing.refillPollMs);
  };

  const refillLater = (ms: number): void => {
    refillTimer = setTimeout(() => {
      refillTimer = null;
      refill();
    }, ms);
  };

  // --- executions -------------------------------------------------------------------------------------------------

  /** Of the wanted kind the one used last; else of the kind we can best do without the one used longest ago. */
  const choose = (kind: JailKind): Member | null => {
    let best: Member | null = null;
    for (const member of members) {
      if (member.state !== "warm" || member.kind !== kind) continue;
      if (!best || member.lastUsedAt > best.lastUsedAt) best = member;
    }
    if (best) return best;
    const from = mostDispensable(demand.targets(), countKinds(members), kind);
    for (const member of members) {
      if (member.state !== "warm") continue;
      if (!best) best = member;
      else if ((member.kind === from) !== (best.kind === from)) best = member.kind === from ? member : best;
      else if (member.lastUsedAt < best.lastUsedAt) best = member;
    }
    return best;
  };

  const hold = (member: Member, kind: JailKind): HeldSandbox => {
    const before = member.kind;
    const primed = before === kind;
    member.kind = kind;
    held += 1;
    let released = false;
    return {
      sandbox: member.live,
      primed,
      uses: member.uses,
      release(end) {
        if (released) return;
        released = true;
        held -= 1;
        lastActivityAt = now();
        if (end.kinds.length === 0 && end.dirty === null) {
          member.kind = before;
          settleDown(member);
        } else {
          member.lastUsedAt = lastActivityAt;
          member.uses += 1;
          member.usesSinceRenewal += end.kinds.filter((one) => one !== "launcher").length;
          comeBack(member, end.dirty);
        }
        refill();
        scheduleUpkeep();
      },
    };
  };

  const comeBack = (member: Member, dirty: string | null): void => {
    if (dirty !== null) retire(member, dirty);
    else if (stopping) retire(member, "stopping");
    else if (options.singleUse) retire(member, "single_use");
    else if (member.uses >= policy.maxUses) retire(member, "uses");
    else {
      const kind = nextKind(member);
      const renew = member.usesSinceRenewal >= policy.maxUsesSinceRenewal;
      remake(member, renew ? "renew" : "prepare", kind).catch((error: unknown) => {
        logger.error({ err: error }, "making the next jail failed");
      });
    }
  };

  /** The kind it had if the pool would lack it otherwise, else what the pool lacks most. */
  const nextKind = (member: Member): JailKind => {
    const targets = demand.targets();
    const others = countKinds(members, member);
    if ((others.get(member.kind) ?? 0) < (targets.get(member.kind) ?? 0)) return member.kind;
    return mostWanted(targets, others) ?? member.kind;
  };

  /** Makes the next jail of a busy member. Resolves in any case: warm again, or retired. */
  const remake = async (member: Member, how: "prepare" | "renew", kind: JailKind): Promise<void> => {
    member.kind = kind;
    member.activity = how;
    const sandbox = member.live;
    try {
      if (how === "renew") await withDeadline(sandbox.renew(kind), timing.renewMs, "renewing a sandbox");
      else await withDeadline(sandbox.prepare(kind), timing.choreMs, "preparing a sandbox");
    } catch (error) {
      if (member.state !== "busy") return;
      if (!stopping) logger.warn({ err: error, sandbox: sandbox.id, how }, "sandbox could not be made ready");
      retire(member, `${how}_failed`);
      return;
    }
    if (how === "renew") member.usesSinceRenewal = 0;
    settleDown(member);
  };

  /** To warm, unless it went away while it was being made ready, or the pool stopped. */
  const settleDown = (member: Member): void => {
    if (member.state !== "busy" && member.state !== "booting") return;
    if (member.lost) retire(member, "lost");
    else if (stopping) retire(member, "stopping");
    else member.moveTo("warm");
  };

  // --- upkeep -----------------------------------------------------------------------------------------------------

  /** Executions that only sleep do not count as noise. */
  const quietMs = (): number => {
    if (waiters.size > 0) return 0;
    if (held > 0 && options.spareCores() < 1) return 0;
    return now() - lastActivityAt;
  };

  const scheduleUpkeep = (waitMs = policy.convertAfterQuietMs): void => {
    if (stopping || !filled || choreUnderWay) return;
    const at = now() + waitMs;
    if (upkeepTimer) {
      if (upkeepAt <= at) return;
      clearTimeout(upkeepTimer);
    }
    upkeepAt = at;
    upkeepTimer = setTimeout(() => {
      upkeepTimer = null;
      upkeep();
    }, waitMs);
  };

  const upkeep = (): void => {
    if (stopping || choreUnderWay) return;
    const view = {
      members,
      targets: demand.targets(),
      reserve: demand.reserve,
      now: now(),
      quietMs: quietMs(),
      booting: count("booting") > 0 || count("dirty") > 0,
    };
    const chore = nextChore(view, policy);
    if ("waitMs" in chore) {
      scheduleUpkeep(chore.waitMs);
      return;
    }
    choreUnderWay = true;
    perform(chore)
      .catch((error: unknown) => logger.error({ err: error, chore: chore.do }, "upkeep failed"))
      .finally(() => {
        choreUnderWay = false;
        scheduleUpkeep(1);
      });
  };

  const perform = async (chore: Chore): Promise<void> => {
    const { member } = chore;
    if (chore.do === "retire") {
      retire(member, chore.reason);
      return;
    }
    member.moveTo("busy", chore.do);
    if (chore.do === "convert") await remake(member, "prepare", chore.to);
    else if (chore.do === "renew") await remake(member, "renew", member.kind);
    else await probe(member);
  };

  const probe = async (member: Member): Promise<void> => {
    const sandbox = member.live;
    const wrong = await withDeadline(sandbox.probe(), timing.choreMs, "probing a sandbox").catch(
      (error: unknown) => `probe failed: ${error instanceof Error ? error.message : String(error)}`,
    );
    if (member.state !== "busy") return;
    if (wrong !== null) {
      logger.warn({ sandbox: sandbox.id, wrong }, "sandbox failed its probe");
      retire(member, "probe");
      return;
    }
    member.nextProbeAt = now() + policy.probeIntervalMs;
    settleDown(member);
  };

  // --- start and stop ---------------------------------------------------------------------------------------------

  const report = (member: Member): MemberReport[] => {
    if (member.state === "destroyed") return [];
    const sandbox = member.sandbox;
    if (sandbox && member.memoryStale && member.state !== "dirty") {
      member.memoryBytes = readMemory(sandbox, member.memoryBytes);
      member.memoryStale = member.state === "busy";
    }
    return [
      {
        id: sandbox?.id ?? `place-${member.place}`,
        state: member.state,
        kind: sandbox ? member.kind : null,
        uses: member.uses,
        ageMs: sandbox ? Math.round(now() - member.bootedAt) : 0,
        memoryBytes: member.memoryBytes,
      },
    ];
  };

  const stop = async (): Promise<void> => {
    stopping = true;
    if (refillTimer) clearTimeout(refillTimer);
    if (upkeepTimer) clearTimeout(upkeepTimer);
    refillTimer = null;
    upkeepTimer = null;
    finishFilling();
    for (const waiter of waiters) waiter.fail(new PoolError("the pool is stopping"));
    waiters.clear();
    for (const member of members) {
      if (member.state === "warm" || member.state === "busy") retire(member, "stopping");
    }
    // A boot under way brings a sandbox that is destroyed at once, so there can be a second round.
    const deadline = now() + timing.destroyMs;
    while (underWay.size > 0 && now() < deadline) {
      const round = Promise.all(underWay).then(() => undefined);
      await withDeadline(round, deadline - now(), "emptying the pool").catch((error: unknown) => {
        logger.error({ err: error, left: underWay.size }, "sandboxes are left to the driver");
      });
    }
  };

  return {
    start() {
      if (size === 0 || stopping) filled = true;
      return new Promise<void>((resolve) => {
        onFilled = resolve;
        refill();
        if (filled) resolve();
      });
    },
    stop,
    free: () => Math.max(0, count("warm") - waiters.size),
    acquire(kind) {
      if (stopping) return Promise.reject(new PoolError("the pool is stopping"));
      demand.arrived(kind);
      lastActivityAt = now();
      const member = choose(kind);
      if (member) {
        member.moveTo("busy", "run");
        return Promise.resolve(hold(member, kind));
      }
      return new Promise<HeldSandbox>((resolve, reject) => {
        const timer = setTimeout(() => {
          waiters.delete(waiter);
          reject(new PoolError(`no sandbox became free within ${timing.acquireMs} ms`));
        }, timing.acquireMs);
        const waiter: Waiter = {
          kind,
          give: (given) => {
            clearTimeout(timer);
            resolve(hold(given, kind));
          },
          fail: (error) => {
            clearTimeout(timer);
            reject(error);
          },
        };
        waiters.add(waiter);
      });
    },
    filled: () => filled,
    ready: () => filled && !stopping && (count("warm") > 0 || count("busy") > 0),
    members: () => [...members].flatMap(report),
    deaths: () => deaths.all(),
  };
}

function firstOf<T>(items: Iterable<T>): T | null {
  for (const item of items) return item;
  return null;
}

function readMemory(sandbox: Sandbox, fallback: number): number {
  try {
    return sandbox.memoryBytes();
  } catch {
    // Its cgroup is gone: it is being lost just now, and the listener deals with that.
    return fallback;
  }
}
