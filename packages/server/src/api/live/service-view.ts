import { LIVE_INTERVAL_MS, type LiveStats, type LiveTenants } from "@neuron/contract";
import type { Accounts } from "../../accounts/index.js";
import type { Overviews, WorkerReport } from "../../queue/types.js";
import { createExecutionRows } from "./execution-rows.js";
import { createPoolView } from "./pool-view.js";
import type { Tell, View } from "./told.js";
import { createWindow } from "./window.js";

export interface ServiceViewOptions {
  readonly overviews: Overviews;
  /** Null: the service has one tenant. */
  readonly accounts: Accounts | null;
  readonly tell: Tell;
}

const TENANTS = 100;
/** Tenants are looked at with each fourth look. */
const TENANTS_EVERY = 4;

/** Everything, for the operator. */
export const createServiceView = ({ overviews, accounts, tell }: ServiceViewOptions): View => {
  const pool = createPoolView(tell);
  const rows = createExecutionRows();
  const window = createWindow();
  const now = (): number => performance.now();
  /** Null: what workers tell is not followed. */
  let following: Promise<(() => Promise<void>) | null> | null = null;
  let since = "";
  let stats: LiveStats | null = null;
  let tenants: LiveTenants | null = null;
  let tenantsText = "";
  let looks = 0;

  /** Where it fails, the reports of workers have to do until the next look. */
  const follow = (): void => {
    following ??= overviews
      .followPool((change) => pool.onChange(change, now()))
      .catch(() => {
        following = null;
        return null;
      });
  };

  const lookAtTenants = async (): Promise<void> => {
    if (accounts === null || looks++ % TENANTS_EVERY !== 0) return;
    const page = await accounts.admin.list({ cursor: "", limit: TENANTS });
    tenants = { tenants: page.tenants, more: page.cursor !== null };
    const text = JSON.stringify(tenants);
    if (text !== tenantsText) tell("tenants", tenants);
    tenantsText = text;
  };

  return {
    everyMs: LIVE_INTERVAL_MS,
    async tick() {
      follow();
      const overview = await overviews.service(since);
      since = overview.since;
      const { queued, running, oldestQueuedMs, deadLetters, outcomes, workers } = overview;
      stats = {
        at: new Date(overview.now).toISOString(),
        scope: "service",
        ...{ queued, running, oldestQueuedMs, deadLetters },
        ...window.add(overview),
        outcomes: { ...outcomes },
        languages: countLanguages(workers),
        credits: null,
      };
      tell("stats", stats);
      pool.onReports(workers, now());
      const news = rows.update(overview.executions);
      if (news !== null) tell("executions", news);
      await lookAtTenants();
    },
    retell(tellOne) {
      if (stats === null) return;
      tellOne("stats", stats);
      pool.retell(tellOne);
      tellOne("executions", rows.all());
      if (tenants !== null) tellOne("tenants", tenants);
    },
    async close() {
      await (await following)?.();
    },
  };
};

const countLanguages = (workers: readonly WorkerReport[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { figures } of workers) {
    for (const [language, of] of Object.entries(figures?.outcomes ?? {})) {
      const sum = Object.values(of).reduce((a, b) => a + b, 0);
      counts[language] = (counts[language] ?? 0) + sum;
    }
  }
  return counts;
};
