import type { LiveExecution, Outcome, Status } from "@neuron/contract";
import { createPoolListening } from "./pool-listening.js";
import type { RedisLink } from "./redis-link.js";
import { overview, tenantOverview } from "./scripts/index.js";
import { pairs } from "./stats.js";
import type { SandboxReport, WorkerReport } from "./types.js";

/** What those see who watch the service: nothing of it is computed or kept while nobody asks. */
export interface Overviews {
  /** `since`: what the call before gave, "" at first. */
  service(since: string): Promise<ServiceOverview>;
  /** `from`: an id of so long ago, from which on accepted ones are counted. */
  tenant(tenant: string, from: string): Promise<TenantOverview>;
  /**
   * Workers tell of their sandboxes as they change, from their next heartbeat on, until all of those who asked have called the
   * returned function. Messages can be lost: workers tell of all now and then.
   */
  followPool(listener: (change: PoolChange) => void): Promise<() => Promise<void>>;
}

export interface ServiceOverview {
  /** By Redis's clock, in milliseconds since the epoch. */
  readonly now: number;
  readonly queued: number;
  readonly running: number;
  readonly oldestQueuedMs: number;
  readonly deadLetters: number;
  /** Since the store began. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Counts by kind and bucket, which only grow within the minute: see `percentiles`. */
  readonly latency: readonly { readonly minute: number; readonly counts: ReadonlyMap<string, number> }[];
  readonly workers: readonly WorkerReport[];
  readonly since: string;
  /** That run, and that have finished since. */
  readonly executions: readonly LiveExecution[];
}

export interface TenantOverview {
  readonly now: number;
  readonly queued: number;
  readonly running: number;
  /** Accepted since the given id. */
  readonly accepted: number;
  readonly credits: {
    readonly granted: number;
    readonly available: number;
    readonly reserved: number;
    readonly spent: number;
  } | null;
  /** The latest first. */
  readonly executions: readonly LiveExecution[];
}

/** What a worker tells of its sandboxes between two heartbeats. */
export interface PoolChange {
  readonly worker: string;
  /** There are no others. */
  readonly all: boolean;
  readonly sandboxes: readonly SandboxReport[];
  /** Places that are empty now. */
  readonly emptied: readonly number[];
}

/** Rows of one look. */
export const MOST_ROWS = 50;
const MOST_TENANT_ROWS = 100;

export function createOverviews(link: RedisLink, deadlineMs: number): Overviews {
  const call = { deadlineMs };
  const listening = createPoolListening(link);
  return {
    async service(since) {
      return decodeService(await link.run(overview, [since, String(MOST_ROWS)], call));
    },

    async tenant(tenant, from) {
      return decodeTenant(await link.run(tenantOverview, [tenant, from, String(MOST_TENANT_ROWS)], call));
    },

    followPool: listening.follow,
  };
}

function decodeService(reply: unknown): ServiceOverview {
  const [
    now,
    queued,
    running,
    oldestUs,
    deadLetters,
    outcomes,
    minute,
    latest,
    before,
    reports,
    since,
    rows,
  ] = reply as [
    string,
    number,
    number,
    string,
    number,
    string[],
    number,
    string[],
    string[],
    string[],
    string,
    string[],
  ];
  return {
    now: Number(now) / 1000,
    queued,
    running,
    oldestQueuedMs: Number(oldestUs) / 1000,
    deadLetters,
    outcomes: Object.fromEntries(counts(outcomes)),
    latency: [
      { minute: minute - 1, counts: counts(before) },
      { minute, counts: counts(latest) },
    ],
    workers: reports.map((report) => JSON.parse(report) as WorkerReport),
    since,
    executions: rows.map(decodeRow),
  };
}

function decodeTenant(reply: unknown): TenantOverview {
  const [now, queued, running, accepted, available, reserved, spent, granted, rows] = reply as [
    string,
    number,
    number,
    number,
    string,
    string,
    string,
    string,
    string[],
  ];
  return {
    now: Number(now) / 1000,
    queued,
    running,
    accepted,
    credits:
      available === ""
        ? null
        : {
            granted: Number(granted),
            available: Number(available),
            reserved: Number(reserved),
            spent: Number(spent),
          },
    executions: rows.map(decodeRow),
  };
}

/** Decodes the lines of `row` (scripts/shared-rows.ts). */
function decodeRow(text: string): LiveExecution {
  const [id, status, outcome, tenant, admittedUs, startedUs, finishedUs, waitedUs, attempts, language] =
    text.split("\n") as string[];
  const admitted = Number(admittedUs);
  const started = startedUs ? Number(startedUs) : null;
  const finished = finishedUs ? Number(finishedUs) : null;
  return {
    id: id as string,
    tenant: tenant as string,
    status: status as Status,
    outcome: outcome ? (outcome as Outcome) : null,
    language: language as string,
    createdAt: new Date(admitted / 1000).toISOString(),
    finishedAt: finished === null ? null : new Date(finished / 1000).toISOString(),
    queuedMs: started === null ? null : Number(waitedUs) / 1000,
    runMs: started === null || finished === null ? null : (finished - started) / 1000,
    totalMs: finished === null ? null : (finished - admitted) / 1000,
    attempts: Number(attempts),
  };
}

function counts(flat: readonly string[]): ReadonlyMap<string, number> {
  return new Map(pairs(flat).map(([name, count]) => [name, Number(count)]));
}
