import { LIVE_INTERVAL_MS, type LiveExecution, type LiveStats, type Percentiles } from "@neuron/contract";
import type { Overviews } from "../../queue/types.js";
import type { Tenant } from "../access.js";
import { idTime } from "../ids.js";
import { createExecutionRows } from "./execution-rows.js";
import type { Tell, View } from "./told.js";

export interface AccountViewOptions {
  readonly overviews: Overviews;
  readonly tenant: Tenant;
  /** Milliseconds since the epoch, as ids are made by. */
  readonly clock: () => number;
  readonly tell: Tell;
}

const RATE_MS = 10_000;
/** There may be many accounts, each with a look of its own: a hundred take 5 % of Redis. */
const EVERY_MS = 2 * LIVE_INTERVAL_MS;

/** What belongs to one account, and nothing of any other: its figures are those of its latest hundred executions. */
export const createAccountView = ({ overviews, tenant, clock, tell }: AccountViewOptions): View => {
  const rows = createExecutionRows();
  let stats: LiveStats | null = null;

  return {
    everyMs: EVERY_MS,
    async tick() {
      const overview = await overviews.tenant(tenant, idTime(clock() - RATE_MS));
      const { now, queued, running, accepted, credits, executions } = overview;
      const finished = executions.filter(({ status }) => status === "finished");
      const waiting = executions.filter(({ status }) => status === "queued");
      const oldest = Math.min(now, ...waiting.map(({ createdAt }) => Date.parse(createdAt)));
      stats = {
        at: new Date(now).toISOString(),
        scope: "account",
        ...{ queued, running, credits },
        oldestQueuedMs: now - oldest,
        deadLetters: 0,
        perSecond: (accepted * 1000) / RATE_MS,
        latencyMs: latencyOf(finished),
        outcomes: countBy(finished, ({ outcome }) => outcome ?? "internal_error"),
        languages: countBy(finished, ({ language }) => language),
      };
      tell("stats", stats);
      const news = rows.update(executions);
      if (news !== null) tell("executions", news);
    },
    retell(tellOne) {
      if (stats === null) return;
      tellOne("stats", stats);
      tellOne("executions", rows.all());
    },
    close: async () => undefined,
  };
};

const latencyOf = (finished: readonly LiveExecution[]): LiveStats["latencyMs"] => {
  const ran = finished.filter(({ runMs }) => runMs !== null);
  if (ran.length === 0) return null;
  const of = (field: "queuedMs" | "runMs" | "totalMs") => percentilesOf(ran.map((row) => row[field] ?? 0));
  return { queued: of("queuedMs"), run: of("runMs"), total: of("totalMs") };
};

/** Exact ones. */
export const percentilesOf = (values: readonly number[]): Percentiles => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
};

const countBy = (rows: readonly LiveExecution[], keyOf: (row: LiveExecution) => string) => {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[keyOf(row)] = (counts[keyOf(row)] ?? 0) + 1;
  return counts;
};
