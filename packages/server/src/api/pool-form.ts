import type { LiveWorker, Pool, PoolSandbox, PoolWorker } from "@neuron/contract";
import type { SandboxReport, WorkerReport } from "../queue/types.js";

/** What workers say of themselves, as clients are told. Those of an older version say less. */

export const toPool = (workers: readonly WorkerReport[]): Pool => {
  const states = { booting: 0, warm: 0, busy: 0, dirty: 0 };
  for (const { sandboxes } of workers) for (const { state } of sandboxes) states[state]++;
  return { states, workers: workers.map(toPoolWorker) };
};

export const toPoolWorker = (worker: WorkerReport): PoolWorker => ({
  ...toLiveWorker(worker),
  sandboxes: worker.sandboxes.map(toPoolSandbox),
});

export const toLiveWorker = (worker: WorkerReport): LiveWorker => ({
  id: worker.id,
  startedAt: new Date(worker.startedAt).toISOString(),
  ready: worker.ready,
  draining: worker.draining,
  running: worker.running,
  capacity: worker.capacity ?? worker.sandboxes.length,
  cores: worker.cores ?? 0,
  spareCores: worker.spareCores ?? 0,
  deaths: { ...worker.deaths },
});

/** `index`: its place among those that are told of together. */
export const toPoolSandbox = (sandbox: SandboxReport, index: number): PoolSandbox => {
  const { id, place = index, state, activity = null, kind, uses, ageMs, memoryBytes, lastDeath } = sandbox;
  return {
    ...{ id, place, state, activity, kind, uses, ageMs, memoryBytes },
    lastDeath: lastDeath ? { reason: lastDeath.reason, at: new Date(lastDeath.at).toISOString() } : null,
  };
};
