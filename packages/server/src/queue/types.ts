import type { Execution, ExecutionRequest, SandboxActivity, SandboxState, Status } from "@neuron/contract";
import type { Cancellation } from "../platform/cancellation.js";
import type { AttachedInput } from "./attached-input.js";
import type { DeadLetters } from "./dead-letters.js";
import type { Bookmark, FollowEvent } from "./follower.js";
import type { Overviews, PoolChange, ServiceOverview, TenantOverview } from "./overview.js";
import type { PullAnswer, ToWorker } from "./progress.js";

export type { Bookmark, FollowEvent, Overviews, PoolChange, ServiceOverview, TenantOverview };

/** What the queue keeps of an accepted request. Self-contained: a worker needs nothing else to run it. */
export interface Job {
  readonly id: string;
  readonly tenant: string;
  /** Id of the language definition, and the version reported to the client. */
  readonly language: { readonly id: string; readonly version: string };
  readonly request: ExecutionRequest;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Longer than this in the queue and it ends as `expired`. */
  readonly maxQueueMs: number;
  /** Where it stands in a trace (W3C Trace Context). */
  readonly traceparent?: string;
}

/**
 * Why an execution was refused: the system's bounds (`queue_full`, `wait_too_long`, `sessions_full`), the tenant's own
 * (`tenant_...`), no credit left, or an idempotency key that stands for another request.
 */
export type Refusal =
  | "queue_full"
  | "wait_too_long"
  | "tenant_queue_full"
  | "tenant_wait_too_long"
  | "sessions_full"
  | "tenant_sessions_full"
  | "no_credits"
  | "idempotency_conflict";

export type Admission =
  | {
      readonly accepted: true;
      readonly position: number;
      readonly estimatedWaitMs: number;
      /** Set when the idempotency key was seen before: this execution stands for it, and none was admitted now. */
      readonly existingId?: string;
    }
  | {
      readonly accepted: false;
      readonly reason: Refusal;
      /** 0 where waiting does not help. */
      readonly retryAfterMs: number;
    };

/** The same key and fingerprint within 24 h give the same execution. Neither has white space. */
export interface Idempotency {
  readonly key: string;
  readonly fingerprint: string;
}

/** The queue as the API sees it. Every call is one script in Redis and safe to repeat. */
export interface QueueClient {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Puts the job into the queue, or says when to come back. Nothing is kept or charged of a refused one. */
  admit(job: Job, idempotency?: Idempotency): Promise<Admission>;
  get(tenant: string, id: string): Promise<Execution | null>;
  /** Newest first. `cursor` comes from the page before. */
  list(
    tenant: string,
    options: { readonly cursor?: string; readonly limit: number; readonly status?: Status },
  ): Promise<{ readonly executions: Execution[]; readonly cursor: string | null }>;
  /**
   * Cancels: a queued one is finished at once and never runs; for a running one its worker is told.
   * Gives the execution as it is afterwards, or null when there is none of that id.
   */
  cancel(tenant: string, id: string): Promise<Execution | null>;
  /**
   * Lets a finished one go before its time, with its result; another stays. Gives the execution as it was, or null when there
   * is none of that id, as after an earlier call.
   */
  forget(tenant: string, id: string): Promise<Execution | null>;
  /**
   * Resolves with the finished execution, or null when `timeoutMs` went by. Woken by push; looks again by itself
   * only after a lost connection. Call it *before* `admit` to miss nothing: it resolves also for ids not yet admitted.
   */
  waitFor(id: string, timeoutMs: number, cancellation?: Cancellation): Promise<Execution | null>;
  /**
   * What happens to an execution, from the beginning or from where a reader left it, until it is finished. Read as fast as it
   * is iterated: nothing is kept for a slow reader. With `input` it is attached, in place of who was before. Null: there is none of that id.
   */
  follow(
    tenant: string,
    id: string,
    from: Bookmark | null,
    cancellation: Cancellation,
    input?: AttachedInput,
  ): Promise<AsyncIterable<FollowEvent> | null>;
  /** What each live worker said last of its languages. */
  languages(): Promise<readonly string[]>;
  /** Called when that may have changed. */
  onLanguages(listener: () => void): void;
  stats(): Promise<QueueStats>;
  /**
   * Asks a worker (its id, or its name without the incarnation) to take nothing new, or to go on. It does so with its
   * next heartbeat, until it is asked otherwise or ends. Gives its id, or null when no such worker lives.
   */
  drain(worker: string, on: boolean): Promise<string | null>;
  readonly deadLetters: DeadLetters;
  readonly overviews: Overviews;
  /** Round trip to Redis, for readiness. Rejects when it is down. */
  ping(): Promise<void>;
}

export interface QueueStats {
  readonly queued: number;
  readonly running: number;
  /** Age of the oldest queued one. */
  readonly oldestQueuedMs: number;
  readonly deadLetters: number;
  /** Finished ones by outcome, since the store began. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Finished per second over the last 10 s. */
  readonly perSecond: number;
  /** p50, p95, p99 over a recent window. Milliseconds. */
  readonly latency: Readonly<Record<"queued" | "run" | "total", { p50: number; p95: number; p99: number }>>;
  /** What each live worker last said of itself. */
  readonly workers: readonly WorkerReport[];
}

/** A worker's own account of itself, sent with each heartbeat. */
export interface WorkerReport {
  readonly id: string;
  readonly startedAt: number;
  readonly running: number;
  /** The first execution would be served warm. */
  readonly ready: boolean;
  readonly draining: boolean;
  readonly sandboxes: readonly SandboxReport[];
  /** Destroyed ones by reason, since the worker began. */
  readonly deaths: Readonly<Record<string, number>>;
  /** Absent from workers of an older version, like what follows. */
  readonly figures?: WorkerFigures;
  /** Places for sandboxes. */
  readonly capacity?: number;
  readonly cores?: number;
  /** Cores that its executions leave over. */
  readonly spareCores?: number;
}

export interface SandboxReport {
  readonly id: string;
  readonly state: SandboxState;
  readonly kind: string | null;
  readonly uses: number;
  readonly ageMs: number;
  /** As it was last read. */
  readonly memoryBytes: number;
  /** Absent from workers of an older version, like what follows. */
  readonly place?: number;
  readonly activity?: SandboxActivity | null;
  /** In its place, it or the one before it. Milliseconds since the epoch. */
  readonly lastDeath?: { readonly reason: string; readonly at: number } | null;
}

/**
 * The stages of an execution: waiting in the queue, getting a sandbox, from the request to the first step's program having
 * been started, compiling, running, and delivering the result.
 */
export type Stage = "queued" | "acquire" | "start" | "compile" | "run" | "settle";

/** Upper bounds of the buckets that stages are counted in; one more counts what is beyond. */
export const STAGE_BUCKETS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000,
] as const;

/** Since the worker began. */
export interface WorkerFigures {
  readonly stages: Readonly<Record<Stage, { readonly counts: readonly number[]; readonly sumMs: number }>>;
  /** Executions by language and outcome. */
  readonly outcomes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly givenBack: number;
}

/** An execution that a worker holds: the token fences everything it says about it. */
export interface Lease {
  readonly job: Job;
  readonly token: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** How long it waited. */
  readonly queuedMs: number;
  /** When it last came into the queue, by Redis's clock: milliseconds since the epoch, with fractions. */
  readonly queuedAt: number;
}

/** What a worker says at the end of an execution. */
export type Settlement = Pick<Execution, "outcome" | "compile" | "run" | "sandbox"> &
  Partial<Pick<Execution, "tests" | "outputs" | "outputsTruncated">> & {
    readonly timings: { readonly compileMs: number | null; readonly runMs: number | null };
  };

/** The queue as a worker sees it. */
export interface QueueWorker {
  /**
   * Joins under `workerId`, of the form `<name>:<incarnation>`. Every earlier incarnation of the same name is dead by
   * definition: its executions go back to the queue at once.
   */
  start(): Promise<void>;
  /** Leaves. Executions still held go back to the queue. */
  stop(): Promise<void>;
  /**
   * From now on takes offers: executions that were admitted to an empty queue while the last claim had left room. They
   * are leased like claimed ones, and must be run or given back. At most as many as there was room for, give or take one
   * that ends meanwhile. `claim(0)` ends the offers until the next claim.
   */
  onOffer(listener: (lease: Lease) => void): void;
  /** Up to `count` executions, fairly between tenants, marked as running by the same script. Never blocks. */
  claim(count: number): Promise<Lease[]>;
  /** Resolves when there may be something to claim: push, with a slow look now and then in case a push was lost. */
  waitForWork(signal: AbortSignal): Promise<void>;
  /** Ends the execution: result, counters, acknowledgement and wake-up in one script. False: someone else already did. */
  settle(lease: Lease, result: Settlement): Promise<boolean>;
  /** Gives it back unrun (sandbox lost, worker stopping). After three attempts it becomes a dead letter. */
  giveBack(lease: Lease, reason: string): Promise<void>;
  /** Somebody looks at an execution while it runs, to be answered when there is something to tell; or deals with it. */
  onLive(listener: (message: ToWorker) => void): void;
  /** Not repeated: whoever asked asks again. */
  answer(api: string, answer: PullAnswer): Promise<void>;
  /** Called when a held execution was cancelled by its client. */
  onCancel(listener: (id: string) => void): void;
  /** Called when the operator wants it to take nothing new (true), or to go on; again with each heartbeat. */
  onDrain(listener: (drains: boolean) => void): void;
  /** Called with each heartbeat: whether anybody wants to be told of sandboxes as they change. */
  onWatched(listener: (watched: boolean) => void): void;
  /** Not repeated: all are told of again before long. */
  tellPool(change: Omit<PoolChange, "worker">): Promise<void>;
  /** Says what languages it has, for those who ask: any text. */
  tellLanguages(text: string): Promise<void>;
  /** Sent by a timer of the caller; also extends every lease it holds. */
  heartbeat(report: WorkerReport): Promise<void>;
}
