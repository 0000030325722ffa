import type { Outcome } from "@neuron/contract";
import type { QueueStats } from "../../queue/types.js";
import type { Judge0Languages } from "./languages.js";
import { STATUS, STATUS_NAMES } from "./statuses.js";
import type { Counts } from "./store.js";

/**
 * As Judge0 tells it. Submissions, days and languages are those that came by this API; the statuses are of all executions, since
 * the queue does not know where they came from.
 */
export const describeStatistics = (
  stats: Pick<QueueStats, "outcomes" | "queued" | "running">,
  { total, days, languages: counts, storeBytes }: Counts,
  languages: Judge0Languages,
  now: number,
): object => {
  const at = new Date(now).toISOString();
  return {
    created_at: at,
    // Nothing of it is older than its answer.
    cached_until: at,
    submissions: {
      total,
      today: days.get(at.slice(0, 10)) ?? 0,
      last_30_days: Object.fromEntries([...days].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
    languages: [...counts]
      .filter(([, count]) => count > 0)
      .sort(([a], [b]) => a - b)
      .map(([id, count]) => ({ language: { id, name: languages.find(id)?.name ?? "" }, count })),
    statuses: countByStatus(stats),
    database: { size_pretty: `${Math.round(storeBytes / 1024)} kB`, size_in_bytes: storeBytes },
  };
};

const STATUS_OF: Readonly<Record<Outcome, number>> = {
  accepted: STATUS.accepted,
  wrong_answer: STATUS.wrongAnswer,
  runtime_error: STATUS.nonZeroExit,
  time_limit: STATUS.timeLimit,
  memory_limit: STATUS.other,
  output_limit: STATUS.fileSize,
  compile_error: STATUS.compilationError,
  cancelled: STATUS.internalError,
  expired: STATUS.internalError,
  internal_error: STATUS.internalError,
};

const countByStatus = ({
  outcomes,
  queued,
  running,
}: Pick<QueueStats, "outcomes" | "queued" | "running">): readonly object[] => {
  const counts = new Map<number, number>([
    [STATUS.queued, queued],
    [STATUS.processing, running],
  ]);
  for (const [outcome, count] of Object.entries(outcomes)) {
    const status = STATUS_OF[outcome as Outcome];
    counts.set(status, (counts.get(status) ?? 0) + count);
  }
  return STATUS_NAMES.flatMap((name, index) => {
    const count = counts.get(index + 1) ?? 0;
    return count === 0 ? [] : [{ status: { id: index + 1, name }, count }];
  });
};
