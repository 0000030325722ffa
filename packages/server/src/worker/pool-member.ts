import type { JailKind, Sandbox } from "../sandbox/types.js";

export type MemberState = "booting" | "warm" | "busy" | "dirty" | "destroyed";

/** What a busy member is busy with. */
export type Activity = "run" | "prepare" | "renew" | "probe" | "convert";

const NEXT: Readonly<Record<MemberState, readonly MemberState[]>> = {
  booting: ["warm", "dirty", "destroyed"],
  warm: ["busy", "dirty"],
  busy: ["warm", "dirty"],
  dirty: ["destroyed"],
  destroyed: [],
};

/**
 * One place of the pool and what is known of its sandbox.
 *
 *     booting --> warm --> busy --> warm       busy: an execution, or upkeep (prepare, renew, probe, convert)
 *        |          |        |
 *        |          +--------+--> dirty --> destroyed     (lost, limit hit, probe failed, too old, stopping)
 *        +--> destroyed                                   (boot failed: there is nothing to take down)
 *
 * Warm means: frozen, with a jail of `kind` waiting, and nobody's. Whoever moves a member out of warm owns it until
 * it moves it on. A sandbox that is lost while busy stays its owner's, who learns of it from the rejected call and
 * retires it; one that is lost while warm is retired by the listener. So exactly one side ever retires a member.
 */
export class Member {
  sandbox: Sandbox | null = null;
  /** Kind of the jail that waits, or that is being made or was asked for. Counts for the pool's shares. */
  kind: JailKind;
  activity: Activity | null = null;
  /** The runtime that is booted in it, whatever jail waits. */
  runtime: JailKind | null = null;
  /** The sandbox said that it is gone. */
  lost = false;
  /** Runs of booted runtimes since they were last booted: these share a hash seed and an address layout. */
  usesSinceRenewal = 0;
  uses = 0;
  /** It is replaced after so many. */
  mostUses = Number.POSITIVE_INFINITY;
  bootedAt = 0;
  lastUsedAt = 0;
  nextProbeAt = Number.POSITIVE_INFINITY;
  expiresAt = Number.POSITIVE_INFINITY;
  /** Last reading, and whether it may have changed since. */
  memoryBytes = 0;
  memoryStale = true;

  #state: MemberState = "booting";

  constructor(
    readonly place: number,
    kind: JailKind,
  ) {
    this.kind = kind;
  }

  get state(): MemberState {
    return this.#state;
  }

  /** The only way to change state. Throws on a step that the machine does not have: that is a bug of the pool. */
  moveTo(next: MemberState, activity: Activity | null = null): void {
    const before = this.#state;
    if (!NEXT[before].includes(next)) throw new Error(`sandbox cannot go from ${before} to ${next}`);
    this.#state = next;
    this.activity = next === "busy" ? activity : null;
    if (next === "busy") this.memoryStale = true;
  }

  /** The sandbox of a member that has one. */
  get live(): Sandbox {
    if (!this.sandbox) throw new Error(`place ${this.place} has no sandbox`);
    return this.sandbox;
  }
}
