import type { PoolChange, SandboxReport } from "../queue/types.js";

/** Tells of sandboxes as they change, while somebody watches. Costs nothing while nobody does. */
export interface PoolTeller {
  watched(watched: boolean): void;
  stop(): void;
}

export interface PoolTellerOptions {
  readonly glance: () => readonly SandboxReport[];
  readonly tell: (change: Omit<PoolChange, "worker">) => Promise<void>;
  readonly timing?: Partial<PoolTellerTiming>;
}

export interface PoolTellerTiming {
  /** A change is seen this late at most, beside the way. */
  readonly everyMs: number;
  /** How often all are told of, for those who have just begun to watch and those who missed something. */
  readonly allEveryMs: number;
}

const DEFAULT_TIMING: PoolTellerTiming = { everyMs: 150, allEveryMs: 3000 };

export function createPoolTeller({ glance, tell, timing }: PoolTellerOptions): PoolTeller {
  const { everyMs, allEveryMs } = { ...DEFAULT_TIMING, ...timing };
  /** What was told of each place, as one word. */
  let told = new Map<number, string>();
  let allIn = 0;
  let timer: NodeJS.Timeout | null = null;
  let underWay = false;
  let stopped = false;

  const look = (): void => {
    // A Redis that does not answer is not sent more and more.
    if (underWay) return;
    const all = allIn <= 0;
    allIn = all ? allEveryMs - everyMs : allIn - everyMs;
    const now = new Map<number, string>();
    const changed: SandboxReport[] = [];
    for (const [index, report] of glance().entries()) {
      const { place = index, state, activity, kind, uses, lastDeath } = report;
      const word = `${report.id} ${state} ${activity} ${kind} ${uses} ${lastDeath?.at ?? ""}`;
      if (all || told.get(place) !== word) changed.push(report);
      now.set(place, word);
    }
    const emptied = [...told.keys()].filter((place) => !now.has(place));
    told = now;
    if (!all && changed.length === 0 && emptied.length === 0) return;
    underWay = true;
    void tell({ all, sandboxes: changed, emptied }).finally(() => {
      underWay = false;
    });
  };

  const rest = (): void => {
    if (timer) clearInterval(timer);
    timer = null;
    told = new Map();
    allIn = 0;
  };

  return {
    watched(watched) {
      if (!watched || stopped) rest();
      else timer ??= setInterval(look, everyMs);
    },
    stop() {
      stopped = true;
      rest();
    },
  };
}
