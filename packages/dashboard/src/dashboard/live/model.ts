import type {
  Burst,
  LiveEvent,
  LiveExecution,
  LiveSandboxes,
  LiveStats,
  LiveTenants,
  LiveWorkers,
  PoolSandbox,
  Problem,
} from "@neuron/sdk";
import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { createHistory, type History } from "./history.js";

export type LiveWorker = LiveWorkers["workers"][number];

/** A place of a worker's pool; each changes by itself, so that one that changes draws one. */
export type Place = Signal<Seen | null>;

/** A sandbox, and when it was told of: its age goes on from there. */
export interface Seen {
  readonly sandbox: PoolSandbox;
  readonly at: number;
}

/** What the service has told, as the views read it. Bounded, however long it is fed. */
export interface Model {
  readonly stats: ReadonlySignal<LiveStats | null>;
  readonly workers: ReadonlySignal<readonly LiveWorker[]>;
  /** By worker. */
  readonly places: ReadonlySignal<ReadonlyMap<string, readonly Place[]>>;
  /** Counts the changes of any place: for those who sum up. */
  readonly changes: ReadonlySignal<number>;
  readonly executions: ReadonlySignal<readonly LiveExecution[]>;
  readonly tenants: ReadonlySignal<LiveTenants | null>;
  readonly burst: ReadonlySignal<Burst | null>;
  /** Why the service can tell nothing at the moment. */
  readonly problem: ReadonlySignal<Problem | null>;
  readonly history: History;
  take(event: LiveEvent): void;
  /** Many at once: what reads them is told once. */
  takeAll(events: readonly LiveEvent[]): void;
  /** The connection was lost. */
  interrupt(): void;
  /** Somebody else looks: what one sees is not what the other may see. */
  clear(): void;
}

const MOST_EXECUTIONS = 50;
/** As many places as a worker may have; whatever a service says, no more are drawn. */
const MOST_PLACES = 240;

export const createModel = (now: () => number = () => performance.now()): Model => {
  const stats = signal<LiveStats | null>(null);
  const workers = signal<readonly LiveWorker[]>([]);
  const places = signal<ReadonlyMap<string, readonly Place[]>>(new Map());
  const changes = signal(0);
  const executions = signal<readonly LiveExecution[]>([]);
  const tenants = signal<LiveTenants | null>(null);
  const burst = signal<Burst | null>(null);
  const problem = signal<Problem | null>(null);
  const history = createHistory();

  const takeWorkers = (latest: LiveWorkers): void => {
    workers.value = latest.workers;
    const before = places.value;
    const fits = ({ id, capacity }: LiveWorker): boolean =>
      before.get(id)?.length === Math.min(capacity, MOST_PLACES);
    if (before.size === latest.workers.length && latest.workers.every(fits)) return;
    places.value = new Map(
      latest.workers.map(({ id, capacity }) => {
        const known = before.get(id) ?? [];
        const length = Math.min(capacity, MOST_PLACES);
        return [id, Array.from({ length }, (_, place): Place => known[place] ?? signal(null))];
      }),
    );
  };

  const takeSandboxes = ({ worker, all, sandboxes, emptied }: LiveSandboxes): void => {
    const known = places.value.get(worker);
    if (known === undefined) return;
    const at = now();
    const told = new Set<number>();
    for (const sandbox of sandboxes) {
      told.add(sandbox.place);
      const place = known[sandbox.place];
      if (place) place.value = { sandbox, at };
    }
    for (const index of all ? known.keys() : emptied) {
      const place = known[index];
      if (place && !told.has(index)) place.value = null;
    }
    changes.value++;
  };

  const takeExecutions = (rows: readonly LiveExecution[], unfinished: readonly string[]): void => {
    const latest = new Set(rows.map(({ id }) => id));
    const alive = new Set(unfinished);
    const kept = executions.value.filter(
      ({ id, status }) => !latest.has(id) && (status === "finished" || alive.has(id)),
    );
    executions.value = [...rows, ...kept].sort(latestFirst).slice(0, MOST_EXECUTIONS);
  };

  const model: Model = {
    ...{ stats, workers, places, changes, executions, tenants, burst, problem, history },
    take(event) {
      switch (event.type) {
        case "stats":
          history.add(event.data);
          stats.value = event.data;
          problem.value = null;
          return;
        case "workers":
          return takeWorkers(event.data);
        case "sandboxes":
          return takeSandboxes(event.data);
        case "executions":
          return takeExecutions(event.data.executions, event.data.unfinished);
        case "tenants":
          tenants.value = event.data;
          return;
        case "burst":
          burst.value = event.data;
          return;
        case "problem":
          problem.value = event.data;
          history.interrupt();
      }
    },
    takeAll: (events) => batch(() => events.forEach(model.take)),
    interrupt: () => history.interrupt(),
    clear() {
      history.clear();
      stats.value = null;
      workers.value = [];
      places.value = new Map();
      executions.value = [];
      tenants.value = null;
      burst.value = null;
      problem.value = null;
    },
  };
  return model;
};

const latestFirst = (a: LiveExecution, b: LiveExecution): number =>
  compare(b.finishedAt ?? "~", a.finishedAt ?? "~") || compare(b.id, a.id);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
