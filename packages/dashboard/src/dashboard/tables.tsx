import type { Account, LiveExecution } from "@neuron/sdk";
import type { ComponentChildren } from "preact";
import { OutcomeBadge } from "../parts/outcome.js";
import { formatMs } from "../parts/units.js";
import { formatAge, formatAgo, formatCount, workerName } from "./format.js";
import type { LiveWorker, Model } from "./live/model.js";

const MOST_ROWS = 25;

interface TableProps {
  readonly title: string;
  readonly note?: string;
  readonly head: readonly string[];
  /** Columns of figures. */
  readonly numbers: readonly string[];
  readonly children: ComponentChildren;
}

/** A region that can be scrolled by the keyboard, too, where it is wider than the screen. */
const Table = ({ title, note = "", head, numbers, children }: TableProps) => (
  <section class="panel" aria-label={title}>
    <header class="panel-head">
      <h2>{title}</h2>
      <span class="muted">{note}</span>
    </header>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable */}
    <section class="table-scroll" tabIndex={0} aria-label={`${title}, table`}>
      <table class="table">
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col" class={numbers.includes(name) ? "number" : ""}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  </section>
);

const Nothing = ({ columns, children }: { readonly columns: number; readonly children: string }) => (
  <tr>
    <td class="empty-row" colSpan={columns}>
      {children}
    </td>
  </tr>
);

const ms = (value: number | null): string => (value === null ? "" : formatMs(value));

/** The latest executions. */
export const Executions = ({ model }: { readonly model: Model }) => {
  // "When" goes on while nothing new is run.
  void model.stats.value;
  const rows = model.executions.value.slice(0, MOST_ROWS);
  const withTenants = model.tenants.value !== null || rows.some(({ tenant }) => tenant !== rows[0]?.tenant);
  const numbers = ["Waited", "Ran", "Altogether"];
  const head = ["Execution", ...(withTenants ? ["Tenant"] : []), "Language", "Outcome", ...numbers, "When"];
  return (
    <Table title="Latest executions" head={head} numbers={numbers}>
      {rows.length === 0 && <Nothing columns={head.length}>Nothing has been run yet.</Nothing>}
      {rows.map((row) => (
        <ExecutionRow key={row.id} row={row} withTenant={withTenants} />
      ))}
    </Table>
  );
};

const ExecutionRow = ({ row, withTenant }: { readonly row: LiveExecution; readonly withTenant: boolean }) => (
  <tr>
    <td>
      <code class="id">{row.id}</code>
    </td>
    {withTenant && (
      <td>
        <code class="id">{row.tenant}</code>
      </td>
    )}
    <td>{row.language}</td>
    <td>
      {row.outcome === null ? (
        <span class="badge badge-busy">{row.status === "running" ? "Running" : "Waiting"}</span>
      ) : (
        <OutcomeBadge outcome={row.outcome} />
      )}
      {row.attempts > 1 && <span class="muted"> attempt {row.attempts}</span>}
    </td>
    <td class="number">{ms(row.queuedMs)}</td>
    <td class="number">{ms(row.runMs)}</td>
    <td class="number">{ms(row.totalMs)}</td>
    <td class="nowrap muted">{formatAgo(row.finishedAt ?? row.createdAt)}</td>
  </tr>
);

/** Who runs them. */
export const Workers = ({ model }: { readonly model: Model }) => {
  const numbers = ["Running", "Sandboxes", "CPU in use", "Up for"];
  const head = ["Worker", "State", ...numbers];
  const workers = model.workers.value;
  return (
    <Table title="Workers" head={head} numbers={numbers}>
      {workers.length === 0 && (
        <Nothing columns={head.length}>No worker is connected: executions wait.</Nothing>
      )}
      {workers.map((worker) => (
        <WorkerRow key={worker.id} model={model} worker={worker} />
      ))}
    </Table>
  );
};

const WorkerRow = ({ model, worker }: { readonly model: Model; readonly worker: LiveWorker }) => {
  void model.changes.value;
  const places = model.places.value.get(worker.id) ?? [];
  const taken = places.filter((place) => place.peek() !== null).length;
  const { tone, name } = stateOf(worker);
  const busy = Math.max(0, worker.cores - worker.spareCores);
  return (
    <tr>
      <td>{workerName(worker.id)}</td>
      <td>
        <span class={`badge badge-${tone}`}>{name}</span>
      </td>
      <td class="number">{formatCount(worker.running)}</td>
      <td class="number">
        {taken} of {worker.capacity}
      </td>
      <td class="number">
        <meter
          class="load"
          min={0}
          max={worker.cores}
          value={Math.min(busy, worker.cores)}
          aria-label={`CPU in use of ${workerName(worker.id)}`}
        />{" "}
        {busy.toFixed(1)} of {worker.cores}
      </td>
      <td class="number nowrap">{formatAge(Date.now() - Date.parse(worker.startedAt))}</td>
    </tr>
  );
};

const stateOf = ({ draining, ready }: LiveWorker): { readonly tone: string; readonly name: string } => {
  if (draining) return { tone: "warn", name: "Draining" };
  return ready ? { tone: "good", name: "Ready" } : { tone: "busy", name: "Starting" };
};

/** Who has accounts here, for the operator. */
export const Tenants = ({ model }: { readonly model: Model }) => {
  const known = model.tenants.value;
  if (known === null) return null;
  const numbers = ["Credits left", "Granted", "Waiting", "Running"];
  const head = ["Tenant", ...numbers];
  const rows = [...known.tenants].sort((a, b) => underWay(b) - underWay(a));
  return (
    <Table
      title="Tenants"
      note={known.more ? "the first hundred; `neuron admin tenants list` shows all" : ""}
      head={head}
      numbers={numbers}
    >
      {rows.length === 0 && <Nothing columns={head.length}>Nobody has an account yet.</Nothing>}
      {rows.map((tenant) => (
        <tr key={tenant.id}>
          <td>
            {tenant.name ?? <code class="id">{tenant.id}</code>}
            {tenant.disabled && <span class="badge badge-warn">Disabled</span>}
          </td>
          <td class="number">
            {tenant.credits === null ? "unlimited" : formatCount(tenant.credits.available)}
          </td>
          <td class="number">{tenant.credits === null ? "" : formatCount(tenant.credits.granted)}</td>
          <td class="number">{formatCount(tenant.usage.queued)}</td>
          <td class="number">{formatCount(tenant.usage.running)}</td>
        </tr>
      ))}
    </Table>
  );
};

const underWay = ({ usage }: Account): number => usage.queued + usage.running;
