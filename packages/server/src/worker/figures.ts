import { STAGE_BUCKETS_MS, type Stage, type WorkerFigures } from "../queue/types.js";

/** What a worker has done since it began, for those who watch it. Grows with languages and outcomes, not with executions. */
export interface Figures {
  /** How long a stage of an execution took; null when it was not reached. */
  observe(stage: Stage, ms: number | null): void;
  finished(language: string, outcome: string): void;
  /** An execution went back to the queue. */
  givenBack(): void;
  report(): WorkerFigures;
}

interface Counted {
  readonly counts: number[];
  sumMs: number;
}

export function createFigures(): Figures {
  const none = (): Counted => ({ counts: [...STAGE_BUCKETS_MS.map(() => 0), 0], sumMs: 0 });
  const stages: Record<Stage, Counted> = {
    queued: none(),
    acquire: none(),
    start: none(),
    compile: none(),
    run: none(),
    settle: none(),
  };
  const outcomes = new Map<string, Map<string, number>>();
  let givenBack = 0;
  return {
    observe(stage, ms) {
      if (ms === null) return;
      const known = stages[stage];
      const bucket = STAGE_BUCKETS_MS.findIndex((bound) => ms <= bound);
      const at = bucket < 0 ? STAGE_BUCKETS_MS.length : bucket;
      known.counts[at] = (known.counts[at] ?? 0) + 1;
      known.sumMs += Math.max(0, ms);
    },
    finished(language, outcome) {
      const of = outcomes.get(language) ?? new Map<string, number>();
      outcomes.set(language, of.set(outcome, (of.get(outcome) ?? 0) + 1));
    },
    givenBack() {
      givenBack += 1;
    },
    report: () => ({
      stages: structuredClone(stages),
      outcomes: Object.fromEntries([...outcomes].map(([language, of]) => [language, Object.fromEntries(of)])),
      givenBack,
    }),
  };
}
