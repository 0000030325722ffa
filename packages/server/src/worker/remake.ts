import type { Logger } from "pino";
import type { JailKind } from "../sandbox/types.js";
import type { Member } from "./pool-member.js";
import type { Roster } from "./roster.js";
import { withDeadline } from "./waiting.js";

/**
 * Makes the next jail of a busy member, of `kind`; `renew` boots the runtimes anew as well, and so does `prepare` where the
 * booted one would be of no use and go on taking its memory. Ends with the member warm, or retired when that failed. Does
 * not reject.
 */
export type Remake = (member: Member, how: "prepare" | "renew", kind: JailKind) => Promise<void>;

export function createRemake(options: {
  readonly roster: Roster;
  /** Jails of that kind are forked from a booted runtime. */
  readonly isForked: (kind: JailKind) => boolean;
  readonly prepareMs: number;
  readonly renewMs: number;
  readonly logger: Logger;
}): Remake {
  const { roster, isForked, logger } = options;
  return async (member, asked, kind) => {
    const how = member.runtime !== null && !isForked(kind) ? "renew" : asked;
    member.kind = kind;
    member.activity = how;
    const sandbox = member.live;
    try {
      if (how === "renew") await withDeadline(sandbox.renew(kind), options.renewMs, "renewing a sandbox");
      else await withDeadline(sandbox.prepare(kind), options.prepareMs, "preparing a sandbox");
    } catch (error) {
      if (member.state !== "busy") return;
      logger.warn({ err: error, sandbox: sandbox.id }, `sandbox could not be made ready (${how})`);
      roster.retire(member, `${how}_failed`);
      return;
    }
    if (how === "renew") member.usesSinceRenewal = 0;
    if (how === "renew" || isForked(kind)) member.runtime = isForked(kind) ? kind : null;
    roster.settleDown(member);
  };
}
