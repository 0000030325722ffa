import type { JailKind, Sandbox } from "../../sandbox/types.js";
import { SandboxLostError } from "../../sandbox/types.js";
import type { Governor } from "../governor.js";
import type { HeldSandbox, Pool } from "../pool.js";
import type { Place } from "./turns.js";

/** What was done to a sandbox. */
export interface Used {
  readonly dirty: string | null;
  readonly kinds: readonly JailKind[];
}

/** Runs one after another, each in a jail of its own, in whichever sandbox is best for it. */
export interface Lane {
  /**
   * Tries again elsewhere when the sandbox is lost. `place` is given up when the governor knows of the run.
   * Rejects with a `SandboxLostError` or a `PoolError`.
   */
  run<T extends Used>(kind: JailKind, place: Place, use: (sandbox: Sandbox) => Promise<T>): Promise<T>;
  /** Gives the sandbox back; the next run gets another. */
  rest(): void;
  /** The first one that it ran in. */
  readonly first: { readonly id: string; readonly primed: boolean; readonly uses: number } | null;
}

export interface LaneOptions {
  /** It has its first sandbox. */
  readonly onBegun?: () => void;
  readonly pool: Pick<Pool, "take" | "acquire">;
  readonly governor: Pick<Governor, "started">;
}

/** Sandboxes are lost together, when something kills them. */
const TRIES = 3;

export function createLane({ pool, governor, onBegun }: LaneOptions): Lane {
  let held: HeldSandbox | null = null;
  let kinds: JailKind[] = [];
  let first: Lane["first"] = null;

  const release = (dirty: string | null): void => {
    held?.release({ dirty, kinds });
    held = null;
    kinds = [];
  };

  /**
   * One whose jail waits already, if there is one: ours makes its next jail meanwhile. Else the one we have, which makes it on
   * the way, so that nobody is waited for between two runs.
   */
  const choose = async (kind: JailKind): Promise<HeldSandbox> => {
    const ready = pool.take(kind);
    if (ready) {
      release(null);
      return ready;
    }
    return held ?? (await pool.acquire(kind));
  };

  const tryOnce = async <T extends Used>(
    kind: JailKind,
    place: Place,
    use: (sandbox: Sandbox) => Promise<T>,
  ): Promise<T> => {
    const chosen = await choose(kind);
    held = chosen;
    if (!first) {
      first = { id: chosen.sandbox.id, primed: chosen.primed, uses: chosen.uses + 1 };
      onBegun?.();
    }
    const ended = governor.started(() => chosen.sandbox.cpuMs());
    place();
    try {
      const used = await use(chosen.sandbox);
      kinds.push(...used.kinds);
      if (used.dirty !== null) release(used.dirty);
      return used;
    } catch (error) {
      release(error instanceof SandboxLostError ? "lost" : "fault");
      throw error;
    } finally {
      ended();
    }
  };

  return {
    async run(kind, place, use) {
      try {
        for (let tries = 1; ; tries++) {
          try {
            return await tryOnce(kind, place, use);
          } catch (error) {
            if (tries === TRIES || !(error instanceof SandboxLostError)) throw error;
          }
        }
      } finally {
        place();
      }
    },
    rest: () => release(null),
    get first() {
      return first;
    },
  };
}
