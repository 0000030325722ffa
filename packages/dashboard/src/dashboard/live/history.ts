import type { LiveStats } from "@neuron/sdk";

/** The columns that charts are drawn from: seconds since the epoch, and null where there is nothing to draw. */
export interface Columns {
  readonly time: number[];
  readonly perSecond: (number | null)[];
  readonly p50: (number | null)[];
  readonly p95: (number | null)[];
  readonly p99: (number | null)[];
  readonly waited: (number | null)[];
  readonly queued: (number | null)[];
  readonly running: (number | null)[];
  readonly oldest: (number | null)[];
}

export interface History {
  readonly columns: Columns;
  add(stats: LiveStats): void;
  /** A line is not drawn across what was not seen. */
  interrupt(): void;
  clear(): void;
}

export const WINDOW_SECONDS = 300;
/** Two a second, and a few for interruptions. Older ones go: an hour takes as much memory as five minutes. */
const MOST = 640;

export const createHistory = (): History => {
  const columns: Columns = {
    time: [],
    perSecond: [],
    p50: [],
    p95: [],
    p99: [],
    waited: [],
    queued: [],
    running: [],
    oldest: [],
  };
  const all = Object.values(columns) as (number | null)[][];

  const push = (time: number, row: Readonly<Record<Exclude<keyof Columns, "time">, number | null>>): void => {
    const from = time - WINDOW_SECONDS - 5;
    let old = Math.max(0, columns.time.length + 1 - MOST);
    while ((columns.time[old] ?? Number.POSITIVE_INFINITY) < from) old++;
    if (old > 0) for (const column of all) column.splice(0, old);
    columns.time.push(time);
    for (const [name, value] of Object.entries(row)) columns[name as keyof typeof row].push(value);
  };

  return {
    columns,
    add(stats) {
      const time = Date.parse(stats.at) / 1000;
      // A service whose clock was set back begins a line of its own.
      if (time <= (columns.time.at(-1) ?? 0)) this.clear();
      const { latencyMs } = stats;
      push(time, {
        perSecond: stats.perSecond,
        p50: latencyMs?.total.p50 ?? null,
        p95: latencyMs?.total.p95 ?? null,
        p99: latencyMs?.total.p99 ?? null,
        waited: latencyMs?.queued.p95 ?? null,
        queued: stats.queued,
        running: stats.running,
        oldest: stats.oldestQueuedMs,
      });
    },
    interrupt() {
      const last = columns.time.at(-1);
      if (last === undefined || columns.queued.at(-1) === null) return;
      const nothing = { perSecond: null, p50: null, p95: null, p99: null, waited: null };
      push(last + 0.001, { ...nothing, queued: null, running: null, oldest: null });
    },
    clear() {
      for (const column of all) column.length = 0;
    },
  };
};
