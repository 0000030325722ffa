import type { Logger } from "pino";
import type { SandboxReport } from "../queue/types.js";
import { describeKind, primeOf } from "../sandbox/kinds.js";
import type { JailKind, Sandbox, SandboxDriver } from "../sandbox/types.js";
import { createChores } from "./chores.js";
import type { Clock } from "./clock.js";
import { createCostlyBoots } from "./costly-boots.js";
import type { Death } from "./deaths.js";
import { createDemand, type Demand } from "./demand.js";
import type { Member } from "./pool-member.js";
import { createRefill } from "./refill.js";
import { createRemake } from "./remake.js";
import { createRoster } from "./roster.js";
import { countKinds, DEFAULT_UPKEEP, mostDispensable, mostWanted, type UpkeepPolicy } from "./upkeep.js";

/**
 * A worker's sandboxes, booted ahead (see Member for their states).
 *
 * Who does what, and when:
 * - `acquire` hands out a warm sandbox with a jail of the wanted kind. If there is none but one is being made, it waits
 *   for that a moment: a jail takes some milliseconds, booting a runtime in another sandbox 30-80. For a costly kind,
 *   which takes ten times as long to boot, it waits longer, where the pool has one at all. Else it hands out
 *   any other (its run makes the jail on the way), else it waits its turn. Of several it takes the one used last that is not
 *   frozen yet (under load that spares it freezing and thawing, and caches stay warm), else the one whose runtimes served fewest
 *   runs, so that runs that come one at a time share no hash seed and address layout.
 * - `release` decides: dirty, worn out or single-use goes away at once; otherwise the next jail is made, of the kind
 *   that the pool lacks most, with the runtimes booted anew when they have served many runs. Under load a costly one is
 *   booted only for want of it, one at a time (costly-boots.ts).
 * - Refill boots into free places (refill.ts); chores are done in quiet moments, one at a time (chores.ts, upkeep.ts).
 */
export interface Pool {
  /** Resolves when every place was tried once: all warm, or boots keep failing. */
  start(): Promise<void>;
  /** Destroys all. What still runs is rejected with `SandboxLostError`. Idempotent. */
  stop(): Promise<void>;
  /** Warm ones that nobody waits for. */
  free(): number;
  /** One with a jail of that kind, if there is one now. */
  take(kind: JailKind): HeldSandbox | null;
  /** Rejects with a `PoolError` when none turned up in time or the pool stops. */
  acquire(kind: JailKind): Promise<HeldSandbox>;
  /** These are all kinds from now on: sandboxes of others go away. */
  setKinds(kinds: PoolKinds): void;
  /** Every place was tried once. */
  filled(): boolean;
  /** A first execution would be served warm. */
  ready(): boolean;
  members(): readonly SandboxReport[];
  /** The same without reading anything anew: for those who look often. */
  glance(): readonly SandboxReport[];
  deaths(): Readonly<Record<string, number>>;
}

/** A sandbox in the hands of one execution. */
export interface HeldSandbox {
  readonly sandbox: Sandbox;
  /** Its jail was of the wanted kind already. */
  readonly primed: boolean;
  /** Executions in it before this one. */
  readonly uses: number;
  /**
   * Must be called once; later calls do nothing. `dirty`: why it must not be used again; `kinds`: jails that were used,
   * none when nothing was run.
   */
  release(end: { readonly dirty: string | null; readonly kinds: readonly JailKind[] }): void;
}

export class PoolError extends Error {
  override readonly name = "PoolError";
}

export interface PoolKinds {
  /** Of each of them one should be there. */
  readonly standing: readonly JailKind[];
  /** Those that have no place unless they were asked for lately. */
  readonly occasional: readonly JailKind[];
  /** Those of all whose boot takes as much as many runs, and that serve many runs then. */
  readonly costly: readonly JailKind[];
}

export interface PoolOptions {
  readonly driver: SandboxDriver;
  readonly size: number;
  /** What idle sandboxes may take together. */
  readonly memoryBytes: number;
  readonly kinds: PoolKinds;
  /** Booted ahead for one use: there is nothing about it to renew. */
  readonly isAhead: (kind: JailKind) => boolean;
  /** Takes long to boot. */
  readonly isSlow: (kind: JailKind) => boolean;
  readonly singleUse: boolean;
  readonly cores: number;
  /** Cores that executions leave over now. */
  readonly spareCores: () => number;
  /** A sandbox turned warm and nobody waited for it. */
  readonly onFree: () => void;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly upkeep?: Partial<UpkeepPolicy>;
  readonly timing?: Partial<PoolTiming>;
}

/** Deadlines and intervals. */
export interface PoolTiming {
  readonly acquireMs: number;
  /** How long to wait for a jail of the right kind that is being made, before any other will do. */
  readonly patienceMs: number;
  /** The same for a costly kind. */
  readonly costlyPatienceMs: number;
  readonly bootMs: number;
  readonly prepareMs: number;
  readonly probeMs: number;
  readonly renewMs: number;
  readonly destroyMs: number;
  readonly bootRetryFirstMs: number;
  readonly bootRetryMaxMs: number;
  readonly refillPollMs: number;
  readonly demandHalfLifeMs: number;
}

const DEFAULT_TIMING: PoolTiming = {
  acquireMs: 30_000,
  patienceMs: 25,
  costlyPatienceMs: 1_000,
  bootMs: 60_000,
  prepareMs: 15_000,
  probeMs: 15_000,
  renewMs: 60_000,
  destroyMs: 10_000,
  bootRetryFirstMs: 100,
  bootRetryMaxMs: 10_000,
  refillPollMs: 50,
  demandHalfLifeMs: 60_000,
};

interface Waiter {
  readonly kind: JailKind;
  /** Only a jail of its kind will do. */
  patient: boolean;
  readonly give: (member: Member) => void;
  readonly fail: (error: Error) => void;
}

export function createPool(options: PoolOptions): Pool {
  const { driver, size, cores, spareCores, logger, clock, isSlow } = options;
  const policy: UpkeepPolicy = { ...DEFAULT_UPKEEP, ...options.upkeep };
  const timing: PoolTiming = { ...DEFAULT_TIMING, ...options.timing };
  const now = (): number => clock.monotonicMs();
  const demand = createDemand({
    kinds: options.kinds.standing,
    occasional: options.kinds.occasional,
    poolSize: size,
    budgetBytes: options.memoryBytes,
    idleBytes: (kind) => driver.idleBytes(kind),
    halfLifeMs: timing.demandHalfLifeMs,
    now,
  });
  const waiters = new Set<Waiter>();
  /** All that are warm and not frozen yet, perhaps with some that no longer are: the best choices, and few. */
  const awake = new Set<Member>();
  let held = 0;
  let lastActivityAt = now();

  const isForked = (kind: JailKind): boolean => primeOf(kind) !== "launcher" && !options.isAhead(kind);
  const costly = new Set(options.kinds.costly);
  let kinds: readonly JailKind[] = [...options.kinds.standing, ...options.kinds.occasional];
  /** What a sandbox of such a kind runs in is not installed any more. */
  const gone = new Set<JailKind>();
  const roster = createRoster({
    size,
    policy,
    isForked,
    destroyMs: timing.destroyMs,
    clock,
    logger,
    onWarm: (member) => serve(member),
    onVacancy: () => refill.poke(),
  });
  const remake = createRemake({
    roster,
    isForked,
    prepareMs: timing.prepareMs,
    renewMs: timing.renewMs,
    logger,
  });
  const costlyBoots = createCostlyBoots({
    kinds: costly,
    members: roster.members,
    remake,
    spareCores,
    clock,
  });
  const chores = createChores({
    roster,
    demand,
    policy,
    costly,
    remake,
    probeMs: timing.probeMs,
    quietMs: () => {
      // Executions that only sleep leave the machine to us.
      if (waiters.size > 0 || (held > 0 && spareCores() < 1)) return 0;
      return now() - lastActivityAt;
    },
    clock,
    logger,
  });
  const refill = createRefill({
    roster,
    driver,
    cores,
    spareCores,
    inUse: () => held > 0 || waiters.size > 0,
    wantedKind: () => mostWanted(bootTargets(), countKinds(roster.members)) ?? "launcher",
    onChange: () => {
      if (refill.filled) chores.poke();
    },
    bootMs: timing.bootMs,
    retryFirstMs: timing.bootRetryFirstMs,
    retryMaxMs: timing.bootRetryMaxMs,
    pollMs: timing.refillPollMs,
    clock,
    logger,
  });

  /** What takes long to boot is not waited for at the start: it is made in the first quiet moments. */
  const bootTargets = (): ReadonlyMap<JailKind, number> =>
    refill.filled ? demand.targets() : new Map([...demand.targets()].filter(([kind]) => !isSlow(kind)));

  const serve = (member: Member): void => {
    for (const waiter of waiters) {
      if (waiter.patient && waiter.kind !== member.kind) continue;
      give(member, waiter);
      return;
    }
    if (member.live.awake) awake.add(member);
    options.onFree();
  };

  const give = (member: Member, waiter: Waiter): void => {
    waiters.delete(waiter);
    member.moveTo("busy", "run");
    waiter.give(member);
  };

  const hold = (member: Member, kind: JailKind): HeldSandbox => {
    const before = member.kind;
    member.kind = kind;
    held += 1;
    let released = false;
    return {
      sandbox: member.live,
      primed: before === kind,
      uses: member.uses,
      release({ dirty, kinds }) {
        if (released) return;
        released = true;
        held -= 1;
        lastActivityAt = now();
        if (kinds.length === 0 && dirty === null) {
          demand.ended(kind);
          member.kind = before;
          roster.settleDown(member);
        } else {
          member.lastUsedAt = lastActivityAt;
          member.uses += 1;
          for (const one of kinds.filter(isForked)) {
            member.usesSinceRenewal += 1;
            member.runtime = one;
          }
          comeBack(member, dirty, () => demand.ended(kind));
        }
        refill.poke();
        chores.poke();
      },
    };
  };

  const comeBack = (member: Member, dirty: string | null, back: () => void): void => {
    const reason = dirty ?? whyRetire(member);
    if (reason === null) {
      const kind = nextKind(member);
      const isWorn = !costly.has(kind) && member.usesSinceRenewal >= policy.maxUsesSinceRenewal;
      roster.track(
        costlyBoots.make(member, isWorn ? "renew" : "prepare", kind).finally(back),
        "making the next jail",
      );
    } else {
      roster.retire(member, reason);
      back();
    }
  };

  const whyRetire = (member: Member): string | null => {
    if (roster.stopping) return "stopping";
    if (options.singleUse) return "single_use";
    if (gone.has(member.kind)) return "removed";
    return member.uses >= member.mostUses ? "uses" : null;
  };

  /**
   * The kind it had, unless the pool has enough of it and lacks another one: to change for a small difference costs a boot
   * now, and another one when it is missed. Those are left to quiet moments.
   */
  const nextKind = (member: Member): JailKind => {
    const targets = demand.targets();
    const others = countKinds(roster.members, member);
    if ((others.get(member.kind) ?? 0) < (targets.get(member.kind) ?? 0)) return member.kind;
    const to = mostWanted(targets, others);
    if (to === null) return member.kind;
    const have = others.get(to) ?? 0;
    const isSmall = have >= demand.reserve && (targets.get(to) ?? 0) - have < 2;
    if (isSmall) return member.kind;
    return costly.has(to) && !costlyBoots.may() ? member.kind : to;
  };

  /**
   * Somebody waits for a costly kind, of which there are too few: one more, of what we can best do without. With a core to
   * spare there will be a quiet moment for it.
   */
  const grow = (kind: JailKind): void => {
    if (spareCores() >= 1 || !costlyBoots.may()) return;
    const targets = demand.targets();
    const counts = countKinds(roster.members);
    if ((counts.get(kind) ?? 0) >= (targets.get(kind) ?? 0)) return;
    const from = mostDispensable(targets, counts, kind);
    const member = longestUnused(warm().filter((one) => one.kind === from));
    if (!member) return;
    member.moveTo("busy", "convert");
    roster.track(costlyBoots.make(member, "prepare", kind), "making a costly jail");
  };

  /**
   * Not frozen yet and used last: under load as few as are needed take turns, so that what they touch stays in the cores' caches. Of
   * those that are frozen the freshest, else the one used last.
   */
  const chooseOfKind = (kind: JailKind): Member | null => {
    for (const member of awake) if (member.state !== "warm" || !member.live.awake) awake.delete(member);
    return bestOf(awake, kind, byLastUse) ?? bestOf(roster.members, kind, byFreshness);
  };

  const bestOf = (members: Iterable<Member>, kind: JailKind, order: Order): Member | null => {
    let best: Member | null = null;
    for (const member of members) {
      if (member.state !== "warm" || member.kind !== kind) continue;
      if (!best || order(member, best) > 0) best = member;
    }
    return best;
  };

  /** Of the kind we can best do without the one used longest ago. */
  const chooseAny = (kind: JailKind): Member | null => {
    const all = warm();
    const from = mostDispensable(demand.targets(), countKinds(roster.members), kind);
    const spare = all.filter((member) => member.kind === from);
    return longestUnused(spare.length > 0 ? spare : all);
  };

  const warm = (): Member[] => [...roster.members].filter((member) => member.state === "warm");

  const take = (kind: JailKind): HeldSandbox | null => {
    const member = roster.stopping ? null : chooseOfKind(kind);
    if (!member) return null;
    demand.began(kind);
    lastActivityAt = now();
    member.moveTo("busy", "run");
    return hold(member, kind);
  };

  /** A jail of that kind is being made that no earlier one waits for. */
  const comesSoon = (kind: JailKind): boolean => {
    let making = 0;
    for (const { state, activity, kind: one } of roster.members) {
      if (state === "busy" && one === kind && (activity === "prepare" || activity === "renew")) making += 1;
    }
    for (const waiter of waiters) if (waiter.kind === kind) making -= 1;
    return making > 0;
  };

  /** There is one of that kind that will be free again. */
  const isThere = (kind: JailKind): boolean => (countKinds(roster.members).get(kind) ?? 0) > 0;

  const waitForOne = (kind: JailKind, patient: boolean): Promise<HeldSandbox> =>
    new Promise((resolve, reject) => {
      const giveUp = (): void => {
        waiters.delete(waiter);
        waiter.fail(new PoolError(`no sandbox became free within ${timing.acquireMs} ms`));
      };
      const losePatience = (): void => {
        waiter.patient = false;
        timer = setTimeout(giveUp, timing.acquireMs);
        const member = chooseAny(kind);
        if (member) give(member, waiter);
      };
      let timer = patient
        ? setTimeout(losePatience, costly.has(kind) ? timing.costlyPatienceMs : timing.patienceMs)
        : setTimeout(giveUp, timing.acquireMs);
      const waiter: Waiter = {
        kind,
        patient,
        give: (member) => {
          clearTimeout(timer);
          resolve(hold(member, kind));
        },
        fail: (error) => {
          clearTimeout(timer);
          demand.ended(kind);
          reject(error);
        },
      };
      waiters.add(waiter);
    });

  const reports = (): SandboxReport[] =>
    [...roster.members].flatMap((member) => reportOf(member, now(), roster.lastDeath(member.place)));

  return {
    async start() {
      await refill.fill();
      if (!roster.stopping) chores.poke();
    },
    async stop() {
      roster.stop();
      refill.stop();
      chores.stop();
      for (const waiter of waiters) waiter.fail(new PoolError("the pool is stopping"));
      waiters.clear();
      await roster.emptied(timing.destroyMs);
    },
    free: () => Math.max(0, roster.count("warm") - waiters.size),
    take,
    acquire(kind) {
      if (roster.stopping) return Promise.reject(new PoolError("the pool is stopping"));
      const held = take(kind);
      if (held) return Promise.resolve(held);
      demand.began(kind);
      lastActivityAt = now();
      const patient = costly.has(kind) ? isThere(kind) : comesSoon(kind);
      if (patient && costly.has(kind)) grow(kind);
      const member = patient ? null : chooseAny(kind);
      if (!member) return waitForOne(kind, patient);
      member.moveTo("busy", "run");
      return Promise.resolve(hold(member, kind));
    },
    setKinds({ standing, occasional, costly: long }) {
      for (const kind of kinds) gone.add(kind);
      kinds = [...standing, ...occasional];
      for (const kind of kinds) gone.delete(kind);
      costly.clear();
      for (const kind of long) costly.add(kind);
      demand.setKinds(standing, occasional);
      for (const member of warm()) if (gone.has(member.kind)) roster.retire(member, "removed");
      refill.poke();
      chores.poke();
    },
    filled: () => refill.filled,
    ready: () => refill.filled && !roster.stopping && (roster.count("warm") > 0 || roster.count("busy") > 0),
    members: () => {
      for (const member of roster.members) lookAtMemory(member, demand);
      return reports();
    },
    glance: () => reports(),
    deaths: () => roster.deaths,
  };
}

/** Above zero where the first is to be taken. */
type Order = (a: Member, b: Member) => number;

const byLastUse: Order = (a, b) => a.lastUsedAt - b.lastUsedAt;
const byFreshness: Order = (a, b) => b.usesSinceRenewal - a.usesSinceRenewal || byLastUse(a, b);

const longestUnused = (members: readonly Member[]): Member | null =>
  members.reduce<Member | null>((a, b) => (a && a.lastUsedAt <= b.lastUsedAt ? a : b), null);

function lookAtMemory(member: Member, demand: Demand): void {
  const { sandbox, state } = member;
  if (!sandbox || !member.memoryStale || state === "dirty" || state === "destroyed") return;
  member.memoryBytes = readMemory(sandbox, member.memoryBytes);
  // A frozen one does not change.
  member.memoryStale = state === "busy";
  if (state === "warm" && !sandbox.awake) demand.seen(member.kind, member.memoryBytes);
}

function reportOf(member: Member, now: number, lastDeath: Death | null): SandboxReport[] {
  const { sandbox, state, activity } = member;
  if (state === "destroyed") return [];
  return [
    {
      id: sandbox?.id ?? `place-${member.place}`,
      place: member.place,
      state,
      activity,
      kind: sandbox ? describeKind(member.kind) : null,
      uses: member.uses,
      ageMs: sandbox ? Math.round(now - member.bootedAt) : 0,
      memoryBytes: member.memoryBytes,
      lastDeath,
    },
  ];
}

function readMemory(sandbox: Sandbox, fallback: number): number {
  try {
    return sandbox.memoryBytes();
  } catch {
    // Its cgroup is gone: it is being lost just now, and the listener deals with that.
    return fallback;
  }
}
