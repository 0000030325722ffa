import type { Deliveries, DeliveryAttempt, WebhookSecret } from "@neuron/contract";
import { callbackUrlOf } from "../queue/record.js";
import { createRedisLink, type RedisLink } from "../queue/redis-link.js";
import { counts, read, secret } from "./scripts/index.js";
import { newSecret } from "./signature.js";
import type { WebhookClient, WebhookCounts } from "./types.js";

export interface WebhookClientOptions {
  /** `redis://`, `rediss://` or `unix:///path/to/socket`. */
  readonly url: string;
  readonly prefix: string;
  readonly onError: (error: unknown) => void;
}

const START_TIMEOUT_MS = 10_000;
const CALL = { deadlineMs: 5000 };

export const createWebhookClient = (options: WebhookClientOptions): WebhookClient => {
  const link = createRedisLink({ ...options, onResubscribed: () => undefined });
  return {
    start: () => link.start(START_TIMEOUT_MS),
    stop: () => link.stop(),
    async deliveries(tenant, execution) {
      const reply = await link.run(read, [tenant, execution], CALL);
      return reply === null ? null : toDeliveries(reply as [string, string, string[]]);
    },
    secret: async (tenant) => toSecret(await secretsOf(link, tenant)),
    rotateSecret: async (tenant, previousValidMs) =>
      toSecret(await secretsOf(link, tenant, String(previousValidMs))),
    async counts() {
      return toCounts((await link.run(counts, [], CALL)) as [number, string, number, string[]]);
    },
  };
};

export type Secrets = readonly [current: string, previous: string, previousUntilUs: string];

export const secretsOf = async (link: RedisLink, tenant: string, overlapMs = ""): Promise<Secrets> =>
  (await link.run(secret, [tenant, newSecret(), overlapMs], CALL)) as unknown as Secrets;

const toSecret = ([current, previous, untilUs]: Secrets): WebhookSecret => ({
  secret: current,
  previousValidUntil: previous === "" ? null : isoOfUs(untilUs),
});

const toDeliveries = ([status, meta, flat]: [string, string, string[]]): Deliveries => {
  const url = callbackUrlOf(meta);
  const fields = fieldsOf(flat);
  const attempts = [...fields]
    .filter(([name]) => name.startsWith("a:"))
    .map(([name, value]) => toAttempt(Number(name.slice(2)), value, fields))
    .sort((a, b) => a.attempt - b.attempt);
  const due = fields.get("due");
  return {
    url,
    status: url === null ? "none" : status === "finished" ? stateOf(fields) : "waiting",
    attempts,
    nextAttemptAt: due === undefined ? null : isoOfUs(due),
  };
};

const stateOf = (fields: ReadonlyMap<string, string>): Deliveries["status"] => {
  const state = fields.get("state");
  return state === "delivered" || state === "failed" ? state : "pending";
};

/** While nothing else is known of it, an attempt is the time at which it began. */
const toAttempt = (attempt: number, value: string, fields: ReadonlyMap<string, string>): DeliveryAttempt => {
  if (value.startsWith("{")) return { attempt, ...(JSON.parse(value) as Omit<DeliveryAttempt, "attempt">) };
  const underWay = fields.has("token") && fields.get("attempts") === String(attempt);
  return {
    attempt,
    startedAt: isoOfUs(value),
    durationMs: null,
    httpStatus: null,
    error: underWay ? null : "interrupted",
  };
};

const ENDS = ["delivered", "failed", "dropped"] as const;

const toCounts = ([pending, oldestUs, underWay, flat]: [number, string, number, string[]]): WebhookCounts => {
  const fields = new Map([...fieldsOf(flat)].map(([name, count]) => [name, Number(count)]));
  const end = (name: (typeof ENDS)[number]): number => fields.get(name) ?? 0;
  return {
    pending,
    oldestPendingMs: Number(oldestUs) / 1000,
    underWay,
    attempts: Object.fromEntries([...fields].filter(([name]) => !ENDS.some((known) => known === name))),
    ends: { delivered: end("delivered"), failed: end("failed"), dropped: end("dropped") },
  };
};

const fieldsOf = (flat: readonly string[]): Map<string, string> => {
  const fields = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) fields.set(flat[i] as string, flat[i + 1] as string);
  return fields;
};

const isoOfUs = (us: string): string => new Date(Number(us) / 1000).toISOString();
