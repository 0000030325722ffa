import "./dashboard.css";
import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Problem } from "../parts/problem.js";
import { adminKey, apiKey } from "../service/keys.js";
import { addressOf } from "../shell/route.js";
import { BurstPanel } from "./burst/burst-panel.js";
import { Charts } from "./charts/charts.js";
import { Figures } from "./figures.js";
import { type Connection, type ConnectionState, connect } from "./live/connection.js";
import { createModel } from "./live/model.js";
import { Sandboxes } from "./sandboxes/sandbox-grid.js";
import { Deaths, Languages, Outcomes } from "./shares.js";
import { Executions, Tenants, Workers } from "./tables.js";

/** Kept while another view is looked at, so that the charts go on where they were. */
const model = createModel();
let seenWith: string | null | undefined;

/** The live view of the service: its sandboxes, queue and figures. */
export const Dashboard = () => {
  const connection = useSignal<Connection | null>(null);
  const key = adminKey.value ?? apiKey.value;
  useEffect(() => {
    // What one may see is not shown to another.
    if (seenWith !== undefined && seenWith !== key) model.clear();
    seenWith = key;
    const opened = connect({ key, take: model.takeAll, lost: model.interrupt });
    connection.value = opened;
    return () => opened.close();
  }, [key, connection]);

  const state = connection.value?.state.value ?? { kind: "connecting" };
  const isWhole = useComputed(() => model.stats.value?.scope !== "account");
  return (
    <div class="page dashboard">
      <header class="dashboard-head">
        <h1>Dashboard</h1>
        <Status state={state} />
      </header>
      {state.kind === "refused" ? (
        <Refused state={state} />
      ) : (
        <>
          {state.kind === "lost" && (
            <Problem
              error={state.error}
              action={{ label: "Try now", run: () => connection.value?.retry() }}
            />
          )}
          {model.problem.value && <ServiceProblem />}
          <Figures model={model} />
          {isWhole.value && <Sandboxes model={model} />}
          <Charts model={model} />
          {isWhole.value && <BurstPanel model={model} viewKey={key} />}
          <div class="columns">
            <Outcomes model={model} />
            <Languages model={model} />
            {isWhole.value && <Deaths model={model} />}
          </div>
          {isWhole.value && <Workers model={model} />}
          <Tenants model={model} />
          <Executions model={model} />
        </>
      )}
    </div>
  );
};

const WORDS: Readonly<Record<ConnectionState["kind"], { readonly tone: string; readonly text: string }>> = {
  connecting: { tone: "quiet", text: "Connecting" },
  live: { tone: "good", text: "Live" },
  lost: { tone: "bad", text: "Connection lost" },
  refused: { tone: "warn", text: "A key is needed" },
  paused: { tone: "quiet", text: "Paused" },
};

const Status = ({ state }: { readonly state: ConnectionState }) => {
  const { tone, text } = WORDS[state.kind];
  return (
    <p class={`status badge badge-${tone}`} role="status">
      <span class="status-dot" aria-hidden="true" />
      {text}
      {model.stats.value?.scope === "account" && " · your account"}
    </p>
  );
};

const Refused = ({ state }: { readonly state: Extract<ConnectionState, { kind: "refused" }> }) => (
  <div class="panel refused">
    <p>
      This service has accounts. With the key of yours you see your own executions here, with the operator's
      admin key everything. <a href={addressOf("account")}>Give a key</a>.
    </p>
    <Problem error={state.error} />
  </div>
);

const ServiceProblem = () => (
  <div class="problem" role="alert">
    <p class="problem-detail">{model.problem.value?.detail}</p>
    <p>The figures below are the last that were known.</p>
  </div>
);
