import type { LiveSandboxes, LiveWorkers, PoolSandbox } from "@neuron/contract";
import type { PoolChange, WorkerReport } from "../../queue/types.js";
import { toLiveWorker, toPoolSandbox } from "../pool-form.js";
import type { Tell } from "./told.js";

/**
 * The sandboxes of all workers, from two sources: reports, which come once a second and are a second old, and what workers tell
 * themselves while they are watched, which is newer. So the sandboxes in a report count only while its worker tells nothing.
 */
export interface PoolView {
  onReports(reports: readonly WorkerReport[], now: number): void;
  onChange(change: PoolChange, now: number): void;
  retell(tell: Tell): void;
}

/** A worker that is watched tells of all its sandboxes each 3 s. */
const SILENT_MS = 8_000;

interface Known {
  sandboxes: Map<number, PoolSandbox>;
  heardAt: number;
}

export const createPoolView = (tell: Tell): PoolView => {
  const known = new Map<string, Known>();
  let workers: LiveWorkers = { workers: [] };
  let workersText = "";

  const whole = (worker: string, { sandboxes }: Known): LiveSandboxes => ({
    worker,
    all: true,
    sandboxes: [...sandboxes.values()],
    emptied: [],
  });

  return {
    onReports(reports, now) {
      const living = new Set(reports.map(({ id }) => id));
      for (const id of known.keys()) if (!living.has(id)) known.delete(id);
      // Its workers first: a page draws a worker's places before their sandboxes.
      workers = { workers: reports.map(toLiveWorker).sort((a, b) => a.id.localeCompare(b.id)) };
      const text = JSON.stringify(workers);
      if (text !== workersText) tell("workers", workers);
      workersText = text;
      for (const report of reports) {
        const before = known.get(report.id);
        if (before !== undefined && now - before.heardAt < SILENT_MS) continue;
        const latest: Known = {
          sandboxes: byPlace(report.sandboxes.map(toPoolSandbox)),
          heardAt: Number.NEGATIVE_INFINITY,
        };
        known.set(report.id, latest);
        tell("sandboxes", whole(report.id, latest));
      }
    },
    onChange({ worker, all, sandboxes: changed, emptied }, now) {
      const one = known.get(worker);
      // Told of with its first report.
      if (one === undefined) return;
      one.heardAt = now;
      const sandboxes = changed.map(toPoolSandbox);
      if (all) one.sandboxes = byPlace(sandboxes);
      for (const each of sandboxes) one.sandboxes.set(each.place, each);
      for (const place of emptied) one.sandboxes.delete(place);
      tell("sandboxes", { worker, all, sandboxes, emptied: [...emptied] });
    },
    retell(tellOne) {
      tellOne("workers", workers);
      for (const [id, one] of known) tellOne("sandboxes", whole(id, one));
    },
  };
};

const byPlace = (sandboxes: readonly PoolSandbox[]): Map<number, PoolSandbox> =>
  new Map(sandboxes.map((sandbox) => [sandbox.place, sandbox]));
