import type { Account, ApiKey } from "@neuron/contract";
import { toRateLimit } from "./rate-limit.js";
import type { RateLimit } from "./types.js";

/** What holds for accounts with no limits of their own. */
export interface Defaults {
  readonly rate: RateLimit | null;
  readonly burstSeconds: number;
  readonly maxQueued: number | null;
  readonly maxRunning: number | null;
}

/** An account's own limit before that of all; "" where it has none. */
export const rateOf = (
  perSecond: string,
  burst: string,
  { rate, burstSeconds }: Defaults,
): RateLimit | null => {
  if (perSecond === "" && burst === "") return rate;
  const each = perSecond === "" ? (rate?.perSecond ?? 0) : Number(perSecond);
  if (each === 0) return null;
  return toRateLimit(each, burst === "" ? Math.max(1, Math.ceil(each * burstSeconds)) : Number(burst));
};

/** Decodes the reply of `show` (scripts/shared.ts). */
export const decodeAccount = (reply: unknown, defaults: Defaults): Account => {
  const [id, accountFields, tenantFields, keys, queued] = reply as [
    string,
    string[],
    string[],
    number,
    number,
  ];
  const account = fields(accountFields);
  const tenant = fields(tenantFields);
  const number = (name: string): number | null => (tenant[name] === undefined ? null : Number(tenant[name]));
  const available = number("credits");
  const reserved = number("reserved") ?? 0;
  const rate = rateOf(account.requestsPerSecond ?? "", account.requestBurst ?? "", defaults);
  return {
    id,
    name: account.name ?? null,
    email: account.email ?? null,
    createdAt: account.createdAt === undefined ? null : timestamp(account.createdAt),
    disabled: account.disabled === "1",
    credits:
      available === null
        ? null
        : { granted: number("granted") ?? 0, available, reserved, spent: number("spent") ?? 0 },
    limits: {
      maxQueued: number("maxQueued") ?? defaults.maxQueued,
      maxRunning: number("maxRunning") ?? defaults.maxRunning,
      weight: number("weight") ?? 1,
      requestsPerSecond: rate?.perSecond ?? null,
      requestBurst: rate?.burst ?? null,
    },
    usage: { queued, running: number("running") ?? 0, keys },
  };
};

/** Decodes one hash of `list-keys`. */
export const decodeKey = (reply: readonly string[]): ApiKey => {
  const { id = "", name = "", start = "", createdAt = "0", usedAt } = fields(reply);
  return {
    id,
    name,
    start,
    createdAt: timestamp(createdAt),
    lastUsedAt: usedAt === undefined ? null : timestamp(usedAt),
  };
};

const timestamp = (ms: string): string => new Date(Number(ms)).toISOString();

const fields = (flat: readonly string[]): Record<string, string | undefined> => {
  const result: Record<string, string> = Object.create(null);
  for (let i = 0; i + 1 < flat.length; i += 2) result[flat[i] as string] = flat[i + 1] as string;
  return result;
};
