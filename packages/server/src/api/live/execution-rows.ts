import type { LiveExecution, LiveExecutions } from "@neuron/contract";

/** Those shown in a list, and what was told of them. */
export interface ExecutionRows {
  /** `rows`: those that are under way, and any that have finished. Gives what there is to tell, or null. */
  update(rows: readonly LiveExecution[]): LiveExecutions | null;
  all(): LiveExecutions;
}

const MOST_ROWS = 50;

export const createExecutionRows = (): ExecutionRows => {
  let rows: readonly LiveExecution[] = [];

  const answer = (executions: readonly LiveExecution[]): LiveExecutions => ({
    executions: [...executions],
    unfinished: rows.filter(isUnfinished).map(({ id }) => id),
  });

  return {
    update(latest) {
      const told = new Map(rows.map((row) => [row.id, row]));
      const now = new Map(latest.map((row) => [row.id, row]));
      const kept = rows.filter((row) => !now.has(row.id) && !isUnfinished(row));
      const changed = [...now.values()].filter((row) => !isSame(row, told.get(row.id)));
      const gone = rows.some((row) => isUnfinished(row) && !now.has(row.id));
      rows = [...now.values(), ...kept].sort(latestFirst).slice(0, MOST_ROWS);
      return changed.length === 0 && !gone ? null : answer(changed.sort(latestFirst).slice(0, MOST_ROWS));
    },
    all: () => answer(rows),
  };
};

const isUnfinished = ({ status }: LiveExecution): boolean => status !== "finished";

const isSame = (row: LiveExecution, told: LiveExecution | undefined): boolean =>
  told !== undefined && told.status === row.status && told.attempts === row.attempts;

const latestFirst = (a: LiveExecution, b: LiveExecution): number =>
  compare(timeOf(b), timeOf(a)) || compare(b.id, a.id);

/** By code units, as ids and timestamps sort. */
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** What is under way comes first. */
const timeOf = ({ finishedAt }: LiveExecution): string => finishedAt ?? "~";
