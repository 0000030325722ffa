import type { Logger } from "pino";
import type { JailKind } from "../sandbox/types.js";
import type { Clock } from "./clock.js";
import type { Demand } from "./demand.js";
import type { Member } from "./pool-member.js";
import type { Remake } from "./remake.js";
import type { Roster } from "./roster.js";
import { type Chore, nextChore, type UpkeepPolicy } from "./upkeep.js";
import { withDeadline } from "./waiting.js";

/** Does the chores that `nextChore` chooses, one at a time. Sleeps until the next one is due: an idle pool costs nothing. */
export interface Chores {
  /** Something happened after which a chore may be due soon. */
  poke(): void;
  stop(): void;
}

export interface ChoresOptions {
  readonly roster: Roster;
  readonly demand: Demand;
  readonly policy: UpkeepPolicy;
  readonly costly: ReadonlySet<JailKind>;
  readonly remake: Remake;
  readonly probeMs: number;
  /** How long no execution came or went; 0 while they need the machine. */
  readonly quietMs: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
}

export function createChores(options: ChoresOptions): Chores {
  const { roster, demand, policy, remake, logger } = options;
  const now = (): number => options.clock.monotonicMs();
  let timer: { readonly handle: NodeJS.Timeout; readonly at: number } | null = null;
  let underWay = false;
  let stopped = false;

  const schedule = (waitMs: number): void => {
    if (stopped || underWay) return;
    const at = now() + waitMs;
    if (timer) {
      if (timer.at <= at) return;
      clearTimeout(timer.handle);
    }
    const handle = setTimeout(() => {
      timer = null;
      next();
    }, waitMs);
    timer = { handle, at };
  };

  const next = (): void => {
    const chore = nextChore(
      {
        members: roster.members,
        targets: demand.targets(),
        reserve: demand.reserve,
        costly: options.costly,
        now: now(),
        quietMs: options.quietMs(),
        changing: roster.count("booting") > 0 || roster.count("dirty") > 0,
      },
      policy,
    );
    if ("waitMs" in chore) {
      schedule(chore.waitMs);
      return;
    }
    underWay = true;
    perform(chore)
      .catch((error: unknown) => logger.error({ err: error, chore: chore.do }, "upkeep failed"))
      .finally(() => {
        underWay = false;
        schedule(1);
      });
  };

  const perform = async (chore: Chore): Promise<void> => {
    const { member } = chore;
    if (chore.do === "retire") {
      roster.retire(member, chore.reason);
      return;
    }
    member.moveTo("busy", chore.do);
    if (chore.do === "convert") await remake(member, "prepare", chore.to);
    else if (chore.do === "renew") await remake(member, "renew", member.kind);
    else await probe(member);
  };

  const probe = async (member: Member): Promise<void> => {
    const sandbox = member.live;
    const wrong = await withDeadline(sandbox.probe(), options.probeMs, "probing a sandbox").catch(
      (error: unknown) => `probe failed: ${error instanceof Error ? error.message : String(error)}`,
    );
    if (member.state !== "busy") return;
    if (wrong !== null) {
      logger.warn({ sandbox: sandbox.id, wrong }, "sandbox failed its probe");
      roster.retire(member, "probe");
      return;
    }
    member.nextProbeAt = now() + policy.probeIntervalMs;
    roster.settleDown(member);
  };

  return {
    poke: () => schedule(policy.convertAfterQuietMs),
    stop() {
      stopped = true;
      if (timer) clearTimeout(timer.handle);
      timer = null;
    },
  };
}
