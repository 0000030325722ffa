import type { Logger } from "pino";
import type { JailKind, Sandbox } from "../sandbox/types.js";
import type { Clock } from "./clock.js";
import { createDeaths, type Death } from "./deaths.js";
import { Member, type MemberState } from "./pool-member.js";
import type { UpkeepPolicy } from "./upkeep.js";
import { withDeadline } from "./waiting.js";

/** The pool's members and their coming and going. A member keeps its place until it is really gone. */
export interface Roster {
  readonly size: number;
  readonly members: ReadonlySet<Member>;
  readonly stopping: boolean;
  count(state: MemberState): number;
  freePlaces(): number;
  /** Takes a free place for a sandbox that is going to be booted. */
  open(kind: JailKind): Member;
  /** The sandbox of a booting member is there. */
  adopt(member: Member, sandbox: Sandbox): void;
  /** There will be none: its place is free again. */
  vacate(member: Member): void;
  /** To warm, unless it was lost while it was being made ready, or the pool stops. */
  settleDown(member: Member): void;
  /** Takes a member out for good, once. The one place where sandboxes are destroyed. */
  retire(member: Member, reason: string): void;
  /** `emptied` waits for it. Logs its failure. */
  track(work: Promise<void>, what: string): void;
  /** From now on nobody becomes warm. Retires all. */
  stop(): void;
  /** Resolves when nothing tracked is under way any more, or at the deadline. */
  emptied(deadlineMs: number): Promise<void>;
  readonly deaths: Readonly<Record<string, number>>;
  /** Why the latest sandbox in that place went away, or goes. */
  lastDeath(place: number): Death | null;
}

export interface RosterOptions {
  readonly size: number;
  readonly policy: UpkeepPolicy;
  /** Jails of that kind are forked from a booted runtime. */
  readonly isForked: (kind: JailKind) => boolean;
  readonly destroyMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onWarm: (member: Member) => void;
  /** A place is free again. */
  readonly onVacancy: () => void;
}

/** Ages and uses differ, so that sandboxes booted together are not all replaced together. */
const AGE_SPREAD = 0.25;
const USES_SPREAD = 0.5;

export function createRoster(options: RosterOptions): Roster {
  const { size, policy, logger } = options;
  const now = (): number => options.clock.monotonicMs();
  const members = new Set<Member>();
  const places = Array.from({ length: size }, (_, place) => size - 1 - place);
  const deaths = createDeaths(() => options.clock.now());
  const underWay = new Set<Promise<void>>();
  let stopping = false;

  const remove = (member: Member): void => {
    member.moveTo("destroyed");
    members.delete(member);
    places.push(member.place);
  };

  const track = (work: Promise<void>, what: string): void => {
    const tracked: Promise<void> = work
      .catch((error: unknown) => logger.error({ err: error }, `${what} failed`))
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  };

  const retire = (member: Member, reason: string): void => {
    if (member.state === "dirty" || member.state === "destroyed") return;
    const sandbox = member.live;
    member.moveTo("dirty");
    deaths.count(reason, member.place);
    logger.debug({ sandbox: sandbox.id, reason, uses: member.uses }, "sandbox retired");
    const gone = withDeadline(sandbox.destroy(), options.destroyMs, `destroying ${sandbox.id}`).finally(
      () => {
        remove(member);
        options.onVacancy();
      },
    );
    track(gone, "destroying a sandbox");
  };

  const settleDown = (member: Member): void => {
    if (member.state !== "busy" && member.state !== "booting") return;
    if (member.lost) {
      retire(member, "lost");
    } else if (stopping) {
      retire(member, "stopping");
    } else {
      member.moveTo("warm");
      options.onWarm(member);
    }
  };

  return {
    size,
    members,
    get stopping() {
      return stopping;
    },
    count(state) {
      let total = 0;
      for (const member of members) if (member.state === state) total += 1;
      return total;
    },
    freePlaces: () => places.length,
    open(kind) {
      const place = places.pop();
      if (place === undefined) throw new Error("the pool has no free place");
      const member = new Member(place, kind);
      members.add(member);
      return member;
    },
    adopt(member, sandbox) {
      const bootedAt = now();
      const spread = size > 1 ? member.place / (size - 1) : 0.5;
      member.sandbox = sandbox;
      member.runtime = options.isForked(member.kind) ? member.kind : null;
      member.bootedAt = bootedAt;
      member.lastUsedAt = bootedAt;
      member.nextProbeAt = bootedAt + policy.probeIntervalMs * (0.5 + 0.5 * spread);
      member.mostUses = size > 1 ? Math.ceil(policy.maxUses * (1 - USES_SPREAD * spread)) : policy.maxUses;
      member.expiresAt = bootedAt + policy.maxAgeMs * (1 - AGE_SPREAD + 2 * AGE_SPREAD * spread);
      sandbox.onLost((reason) => {
        logger.warn({ sandbox: sandbox.id, reason, state: member.state }, "sandbox lost");
        member.lost = true;
        // While it is busy its owner sees the rejected call. See Member.
        if (member.state === "warm") retire(member, "lost");
      });
      settleDown(member);
    },
    vacate(member) {
      deaths.count("boot_failed", member.place);
      remove(member);
    },
    settleDown,
    retire,
    track,
    stop() {
      stopping = true;
      for (const member of members) {
        if (member.state === "warm" || member.state === "busy") retire(member, "stopping");
      }
    },
    async emptied(deadlineMs) {
      // A boot under way brings a sandbox that is destroyed at once, so there can be a second round.
      const until = now() + deadlineMs;
      while (underWay.size > 0 && now() < until) {
        const round = Promise.all(underWay).then(() => undefined);
        await withDeadline(round, until - now(), "emptying the pool").catch((error: unknown) => {
          logger.error({ err: error, left: underWay.size }, "sandboxes are left to the driver");
        });
      }
    },
    get deaths() {
      return deaths.all();
    },
    lastDeath: (place) => deaths.last(place),
  };
}
