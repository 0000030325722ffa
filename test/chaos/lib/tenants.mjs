import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { call } from "./http.mjs";

const PREFIX = "{neuron}:";
const TIMEOUT_MS = 10_000;
const FIRST = { accounts: 1000, credits: 200 };
/** What they get in the end of what they would need: some run out, some never do. */
const SHARES = [0.5, 0.8, 1, 1.5];
const GRANT_EVERY_MS = 1_500;

/** @typedef {{ id: string, key: string, granted: number }} Tenant */

/** How the service is started for it. */
export const makeSettings = () => {
  const adminKey = randomBytes(24).toString("hex");
  return {
    adminKey,
    env: {
      NEURON_ACCOUNTS: "1",
      NEURON_SIGN_UP: "1",
      NEURON_SIGN_UPS_PER_HOUR: "1000000",
      NEURON_FREE_EXECUTIONS: "7",
      NEURON_ADMIN_KEY: adminKey,
    },
  };
};

/**
 * Tenants with limited credits, of whom more are made, and to whom credits are granted, while everything is killed.
 * @param {{
 *   port: number, agent: import("node:http").Agent, adminKey: string, executions: number,
 *   random: import("./random.mjs").Random,
 * }} options
 */
export const createTenants = ({ port, agent, adminKey, executions, random }) => {
  /** @type {Tenant[]} */
  const tenants = [];
  const stopped = new AbortController();
  let seenSignUps = 0;

  /** Until it is answered with success. @param {string} path @param {object} body @param {Record<string, string>} headers */
  const post = async (path, body, headers) => {
    for (;;) {
      try {
        const sent = { port, agent, method: "POST", path, body: JSON.stringify(body), headers };
        const answer = await call({ ...sent, timeoutMs: TIMEOUT_MS });
        if (answer.status < 300) return JSON.parse(answer.body);
        if (answer.status < 500) throw new Error(`${path} was refused with ${answer.status}: ${answer.body}`);
      } catch (error) {
        if (String(error).includes("was refused")) throw error;
      }
      await delay(50 + Math.random() * 200);
    }
  };
  const asAdmin = { authorization: `Bearer ${adminKey}` };

  /** @param {Tenant} tenant @param {number} amount */
  const grant = async (tenant, amount) => {
    // One that is cut off is sent again with the same key: done once, whether or not it had been.
    const headers = { ...asAdmin, "idempotency-key": randomUUID() };
    tenant.granted += amount;
    await post(`/v1/admin/tenants/${tenant.id}/credits`, { amount }, headers);
  };

  return {
    tenants,
    /** @param {number} count */
    async make(count) {
      const needs = executions / count;
      for (let i = 0; i < count; i++) {
        const credits = Math.round((needs * SHARES[i % SHARES.length]) / 2);
        const { account, key } = await post("/v1/admin/tenants", { name: `tenant ${i}`, credits }, asAdmin);
        tenants.push({ id: account.id, key: key.key, granted: credits });
      }
    },
    /** Grants the other half bit by bit, until `stop`. */
    async grantOn() {
      const bit = Math.max(1, Math.round(executions / tenants.length / 20));
      const most = tenants.map(({ granted }) => 2 * granted);
      while (!stopped.signal.aborted) {
        const i = Math.floor(random.between(0, tenants.length));
        const amount = Math.min(bit, most[i] - tenants[i].granted);
        if (amount > 0) await grant(tenants[i], amount);
        await delay(GRANT_EVERY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    },
    /** Several at once, all within `ms`. @param {number} count @param {number} ms */
    async signUpMany(count, ms) {
      const clients = 4;
      const one = async () => {
        for (let i = 0; i < count / clients; i++) {
          await post("/v1/accounts", {}, {});
          seenSignUps++;
          await delay((ms * clients * 0.9) / count);
        }
      };
      await Promise.all(Array.from({ length: clients }, one));
    },
    stop: () => stopped.abort(),

    /**
     * What is wrong with the credits, as a list of complaints. Nothing may be under way.
     * @param {any} redis @param {Map<string, readonly any[]>} executionsOf finished ones, by tenant
     */
    async creditComplaints(redis, executionsOf) {
      const complaints = [];
      for (const { id, granted: expected } of tenants) {
        const fields = await redis.hGetAll(`${PREFIX}tenant:${id}`);
        const [granted, credits, reserved, spent] = ["granted", "credits", "reserved", "spent"].map((name) =>
          Number(fields[name]),
        );
        const all = executionsOf.get(id) ?? [];
        const back = all.filter(
          ({ outcome }) => outcome === "internal_error" || outcome === "expired",
        ).length;
        const cancelled = all.filter(({ outcome }) => outcome === "cancelled");
        const neverRan = cancelled.filter(({ startedAt }) => startedAt === null).length;
        const most = all.length - back - neverRan;
        const least = all.length - back - cancelled.length;
        const says = `${id}: granted ${granted}, left ${credits}, reserved ${reserved}, spent ${spent}`;
        if (granted !== expected) complaints.push(`${says}; it was granted ${expected}`);
        if (granted !== credits + reserved + spent) complaints.push(`${says}; that is no balance`);
        if (reserved !== 0) complaints.push(`${says}; nothing is under way`);
        if (credits < 0) complaints.push(`${says}; it ran more than it might`);
        if (spent < least || spent > most) {
          complaints.push(
            `${says}; of its ${all.length} executions ${back} ended by no fault of its own, ` +
              `${cancelled.length} were cancelled, ${neverRan} of them before they ran`,
          );
        }
      }
      return complaints;
    },

    /** What is wrong with the accounts that signed up, as a list of complaints. @param {any} redis */
    async signUpComplaints(redis) {
      const complaints = [];
      const counted = Number(await redis.get(`${PREFIX}signedUp`));
      const ids = await redis.zRange(`${PREFIX}accounts`, 0, -1);
      let [first, later] = [0, 0];
      for (const id of ids) {
        if (tenants.some((tenant) => tenant.id === id)) continue;
        const credits = await redis.hGet(`${PREFIX}tenant:${id}`, "granted");
        if (credits === String(FIRST.credits)) first++;
        else if (credits === "7") later++;
        else complaints.push(`${id} was granted ${credits}`);
        const keys = await redis.hVals(`${PREFIX}keys:${id}`);
        if (keys.length !== 1 || (await redis.hGet(`${PREFIX}key:${keys[0]}`, "tenant")) !== id)
          complaints.push(`${id} has not exactly one key of its own`);
      }
      if (first + later !== counted) complaints.push(`${counted} are counted, ${first + later} are there`);
      if (counted < seenSignUps) complaints.push(`${seenSignUps} were told of, ${counted} are counted`);
      if (first !== Math.min(counted, FIRST.accounts)) complaints.push(`${first} got the first grant`);
      return complaints;
    },
    get seenSignUps() {
      return seenSignUps;
    },
  };
};
