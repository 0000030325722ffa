import type { Deliveries, DeliveryError, Execution, WebhookSecret } from "@neuron/contract";

/** Webhooks as the API sees them. */
export interface WebhookClient {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Null when there is no such execution. */
  deliveries(tenant: string, execution: string): Promise<Deliveries | null>;
  /** Made when it is asked for the first time. */
  secret(tenant: string): Promise<WebhookSecret>;
  /** Makes a new one. Deliveries are signed with both for `previousValidMs`. */
  rotateSecret(tenant: string, previousValidMs: number): Promise<WebhookSecret>;
  counts(): Promise<WebhookCounts>;
}

export interface WebhookCounts {
  /** Not delivered yet, and not given up. */
  readonly pending: number;
  readonly oldestPendingMs: number;
  readonly underWay: number;
  /** Attempts since the store began, by what they came to: `ok` or an error. */
  readonly attempts: Readonly<Record<string, number>>;
  /** Ends since the store began. `dropped`: its result was, before it could be delivered. */
  readonly ends: Readonly<Record<"delivered" | "failed" | "dropped", number>>;
}

/** An attempt that is to be made now, by whoever took it and nobody else for as long as the lease lasts. */
export interface DueDelivery {
  readonly id: string;
  readonly line: string;
  readonly token: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly tenant: string;
  readonly url: string;
  readonly execution: Execution;
  /** Of the request that asked for it. */
  readonly traceparent: string | undefined;
  /** Of its result in the store. */
  readonly bytes: number;
}

export interface AttemptReport {
  readonly startedAt: number;
  readonly durationMs: number;
  readonly httpStatus: number | null;
  readonly error: DeliveryError | null;
  /** `retry` in so many milliseconds. */
  readonly next: "delivered" | "failed" | { readonly retryInMs: number };
}

/** Webhooks as a deliverer sees them. Every call is one script in Redis. */
export interface DeliveryQueue {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Called when there may be something to take. */
  onNews(listener: () => void): void;
  /** At most `count`, with at most `maxBytes` of results; one larger one where `oneAnyway`. And when to ask again. */
  take(options: {
    readonly count: number;
    readonly maxBytes: number;
    readonly oneAnyway: boolean;
  }): Promise<{ readonly due: readonly DueDelivery[]; readonly moreInMs: number | null }>;
  /** False: the lease had run out, and somebody else may have sent it too. */
  report(delivery: DueDelivery, report: AttemptReport): Promise<boolean>;
  /** Unmade: somebody else shall make the attempt. */
  giveBack(delivery: DueDelivery): Promise<void>;
  /** All that it is to be signed with. */
  secrets(tenant: string): Promise<readonly string[]>;
}
