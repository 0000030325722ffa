import {
  type Account,
  type ApiKey,
  FIRST_ACCOUNTS,
  type IssuedKey,
  MAX_KEYS_PER_ACCOUNT,
  type NewAccount,
  type TenantChange,
} from "@neuron/contract";
import { createRedisLink } from "../queue/redis-link.js";
import { hashKey, looksLikeKey, makeKey } from "./api-key.js";
import { createKeyCache } from "./key-cache.js";
import { createRateCounter, toRateLimit } from "./rate-limit.js";
import { type Defaults, decodeAccount, decodeKey, rateOf } from "./record.js";
import * as scripts from "./scripts/index.js";
import type { Accounts, Identity } from "./types.js";

export interface AccountsOptions {
  /** `redis://`, `rediss://` or `unix:///path/to/socket`. */
  readonly url: string;
  readonly prefix: string;
  /** Free executions of those who sign up after the first ones. */
  readonly freeExecutions: number;
  /** What one address may sign up within an hour. */
  readonly signUpsPerHour: number;
  /** Of an account with no limit of its own; 0: none. */
  readonly requestsPerSecond: number;
  /** Shown for an account with no limits of its own; the queue keeps to them. Default: what the service holds. */
  readonly maxQueued?: number | null;
  readonly maxRunning?: number | null;
  /** Sorts by time and cannot be guessed. */
  readonly newId: () => string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Told once per outage of Redis, and of errors that no caller could be told of. */
  readonly onError: (error: unknown) => void;
}

const START_TIMEOUT_MS = 10_000;
const CALL = { deadlineMs: 5_000 };
/** A second's limit times this may come at once after a rest. */
const BURST_SECONDS = 5;

export const createAccounts = (options: AccountsOptions): Accounts => {
  const { newId, clock } = options;
  const link = createRedisLink({ ...options, onResubscribed: () => cache.clear() });
  const run = (script: Parameters<typeof link.run>[0], ...args: string[]) => link.run(script, args, CALL);
  const defaults: Defaults = {
    rate:
      options.requestsPerSecond === 0
        ? null
        : toRateLimit(options.requestsPerSecond, Math.ceil(options.requestsPerSecond * BURST_SECONDS)),
    burstSeconds: BURST_SECONDS,
    maxQueued: options.maxQueued ?? null,
    maxRunning: options.maxRunning ?? null,
  };

  const lookUp = async (hash: string): Promise<Identity | null> => {
    const reply = (await run(scripts.lookUp, hash, String(clock()))) as string[] | null;
    if (reply === null) return null;
    const [tenant, keyId, disabled, requestsPerSecond, requestBurst] = reply as [string, ...string[]];
    return {
      tenant,
      keyId: keyId ?? "",
      disabled: disabled === "1",
      rate: rateOf(requestsPerSecond ?? "", requestBurst ?? "", defaults),
    };
  };
  const now = (): number => performance.now();
  const cache = createKeyCache({ lookUp, now });
  const rates = createRateCounter({
    now,
    async take(tenant, { perSecond, burst }, wanted) {
      const args = [tenant, String(perSecond), String(burst), String(wanted)];
      const [taken, left, us] = (await run(scripts.takeRequests, ...args)) as [number, number, string];
      return { taken, left, retryAfterMs: Math.ceil(Number(us) / 1000) };
    },
  });

  const onChange = (message: string): void => {
    const [what, name = ""] = message.split(" ");
    if (what === "key") cache.forget(name);
    else cache.forgetTenant(name);
  };

  const show = (reply: unknown): Account => decodeAccount(reply, defaults);
  const showOrNull = (reply: unknown): Account | null => (Array.isArray(reply) ? show(reply) : null);

  const newKey = () => {
    const id = `key_${newId()}`;
    return { id, ...makeKey() };
  };

  const issued = ({ id, key, start }: ReturnType<typeof newKey>, name: string, at: number): IssuedKey => ({
    id,
    name,
    start,
    createdAt: new Date(at).toISOString(),
    lastUsedAt: null,
    key,
  });

  return {
    async start() {
      try {
        await link.start(START_TIMEOUT_MS);
        await link.subscribe("accounts", onChange);
      } catch (error) {
        await link.stop();
        throw error;
      }
    },
    stop: () => link.stop(),

    identify(key) {
      const hash = hashKey(key);
      // A key that is known has been looked at before.
      return cache.find(hash) ?? (looksLikeKey(key) ? cache.ask(hash) : null);
    },
    countRequest: rates.count,

    async signUp({ name = "", email = "" }, address) {
      const key = newKey();
      const at = clock();
      const reply = (await run(
        scripts.signUp,
        `acct_${newId()}`,
        name,
        email,
        String(at),
        key.id,
        key.hash,
        key.start,
        address ?? "",
        String(options.signUpsPerHour),
        String(FIRST_ACCOUNTS.count),
        String(FIRST_ACCOUNTS.freeExecutions),
        String(options.freeExecutions),
      )) as [0, number] | [1, unknown];
      if (reply[0] === 0) return { made: false, retryAfterMs: Math.max(reply[1], 1000) };
      return { made: true, account: { account: show(reply[1]), key: issued(key, "first", at) } };
    },

    get: async (id) => showOrNull(await run(scripts.showAccount, id)),

    async issueKey(tenant, name) {
      const key = newKey();
      const at = clock();
      const most = String(MAX_KEYS_PER_ACCOUNT);
      const reply = await run(scripts.issueKey, tenant, key.id, key.hash, name, key.start, String(at), most);
      if (reply === 1) return issued(key, name, at);
      return reply === 0 ? null : "too_many";
    },

    async keys(tenant) {
      const reply = (await run(scripts.listKeys, tenant)) as string[][] | null;
      return reply === null ? null : reply.map(decodeKey).sort(byId);
    },

    async revokeKey(tenant, keyId, spareLast) {
      const reply = await run(scripts.revokeKey, tenant, keyId, spareLast ? "1" : "0");
      return reply === -1 ? "last" : reply === 1;
    },

    admin: {
      async create({ name = "", email = "", credits = null }): Promise<NewAccount> {
        const key = newKey();
        const at = clock();
        const reply = await run(
          scripts.createTenant,
          `acct_${newId()}`,
          name,
          email,
          String(at),
          key.id,
          key.hash,
          key.start,
          credits === null ? "" : String(credits),
        );
        return { account: show(reply), key: issued(key, "first", at) };
      },

      async list({ cursor, limit }) {
        const [next, accounts] = (await run(scripts.listAccounts, cursor, String(limit))) as [
          string,
          unknown[],
        ];
        return { tenants: accounts.map(show), cursor: next === "" ? null : next };
      },

      async change(id, change) {
        return showOrNull(await run(scripts.changeAccount, id, ...fieldsOf(change)));
      },

      async delete(id) {
        const reply = await run(scripts.deleteAccount, id);
        if (reply === 0) return null;
        if (!Array.isArray(reply)) return { deleted: true, underWay: 0 };
        const [queued, running] = reply as [number, number];
        return { deleted: false, underWay: queued + running };
      },

      async grant(id, amount, operation) {
        const reply = await run(scripts.grantCredits, id, String(amount), operation);
        if (reply === 0) return null;
        if (reply === -1) return "unlimited";
        return reply === -2 ? "too_few" : show(reply);
      },
    },
  };
};

/** Field and value for the script, in turns. */
const fieldsOf = ({ name, email, disabled, limits = {} }: TenantChange): string[] => {
  const { requestsPerSecond, requestBurst, ...queueLimits } = limits;
  const fields = { name, email, requestsPerSecond, requestBurst };
  const given = (owner: string, values: Record<string, string | number | null | undefined>) =>
    Object.entries(values).flatMap(([field, value]) =>
      value === undefined ? [] : [`${owner}:${field}`, value === null ? "" : String(value)],
    );
  return [
    ...given("a", fields),
    ...(disabled === undefined ? [] : ["a:disabled", disabled ? "1" : ""]),
    ...given("t", queueLimits),
  ];
};

const byId = (a: ApiKey, b: ApiKey): number => (a.id < b.id ? -1 : 1);
