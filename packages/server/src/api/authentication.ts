import { ATTACH_KEY_PROTOCOL } from "@neuron/contract";
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from "fastify";
import type { Accounts, Identity, IsAdminKey, RateVerdict } from "../accounts/index.js";
import { LOCAL_TENANT, type Tenant } from "./access.js";
import { ProblemError } from "./problem-error.js";

/**
 * Who may use a route; `key` unless it says something else, so that a new one is not open by mistake.
 * - `public`: everybody
 * - `key`: who has an account's key
 * - `watch`: who has an account's key or the admin key
 * - `operator`: who has the admin key; on loopback everybody where the service is open
 * - `admin`: who has the admin key, also where the service is open
 */
export type Access = "public" | "key" | "watch" | "operator" | "admin";

declare module "fastify" {
  interface FastifyContextConfig {
    access?: Access;
    /** Where a key may be beside the Authorization header. */
    keyFrom?: (request: FastifyRequest) => string | null;
    /** Whether pages of another origin may use it. Left out: none may. */
    allowsOrigin?: (origin: string) => boolean;
  }
}

export interface Authentication {
  /** For `onRequest`: lets the request pass, or says why not. */
  check(request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void;
  /** Of a request that passed. */
  tenantOf(request: FastifyRequest): Tenant;
  /** Whose things one may see who watches; null: everything. Of a request that passed as `watch`. */
  viewOf(request: FastifyRequest): Tenant | null;
}

export interface AuthenticationOptions {
  /** Null: the service is open. */
  readonly accounts: Accounts | null;
  readonly isAdminKey: IsAdminKey;
  /** The service listens on this machine only. */
  readonly onLoopback: boolean;
}

/** Requests of an account are counted here too, and told how many more may come. */
export const createAuthentication = ({
  accounts,
  isAdminKey,
  onLoopback,
}: AuthenticationOptions): Authentication => {
  const tenants = new WeakMap<FastifyRequest, Tenant>();

  const checkAdmin = (key: string | null): Promise<void> | undefined => {
    if (key === null) throw keyMissing("This is for the operator of the service.");
    if (isAdminKey(key)) return undefined;
    return refuseAsAdmin(key);
  };

  /** One who has an account is told something else than one who has mistyped. */
  const refuseAsAdmin = async (key: string): Promise<never> => {
    const identity = (await accounts?.identify(key)) ?? null;
    throw identity === null
      ? keyInvalid("This is not the admin key.")
      : new ProblemError("admin_only", { detail: "The key of an account does not open the administration." });
  };

  const checkKey = (
    known: Accounts,
    key: string | null,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> | undefined => {
    if (key === null) throw keyMissing("This needs the API key of an account.");
    const identity = known.identify(key);
    return identity instanceof Promise
      ? identity.then((found) => pass(known, found, key, request, reply))
      : pass(known, identity, key, request, reply);
  };

  const pass = (
    known: Accounts,
    identity: Identity | null,
    key: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> | undefined => {
    if (identity === null) {
      throw keyInvalid(
        isAdminKey(key)
          ? "The admin key has no executions of its own: use the key of an account."
          : "There is no such key.",
      );
    }
    const { tenant, disabled, rate } = identity;
    if (disabled) {
      throw new ProblemError("account_disabled", {
        detail: "The account of this key was disabled by the operator.",
      });
    }
    tenants.set(request, tenant);
    if (rate === null) return undefined;
    const count = (verdict: RateVerdict): void => {
      const { passed, left, retryAfterMs } = verdict;
      reply.header("ratelimit-policy", rate.policy);
      const untilFull = Math.ceil((rate.burst - left) / rate.perSecond);
      reply.header(
        "ratelimit",
        `"requests";r=${left};t=${passed ? untilFull : Math.ceil(retryAfterMs / 1000)}`,
      );
      if (passed) return;
      throw new ProblemError("rate_limited", {
        detail: `This account may send ${rate.perSecond} requests per second, and ${rate.burst} at once after a rest.`,
        retryAfterMs,
      });
    };
    const verdict = known.countRequest(tenant, rate);
    if (verdict instanceof Promise) return verdict.then(count);
    count(verdict);
    return undefined;
  };

  const checkAccess = (request: FastifyRequest, reply: FastifyReply): Promise<void> | undefined => {
    const access = request.is404 ? "public" : (request.routeOptions.config.access ?? "key");
    const isOperators = access === "operator" && (accounts !== null || !onLoopback);
    if (access === "admin" || isOperators) return checkAdmin(keyOf(request));
    if (access === "public" || accounts === null) return undefined;
    const key = keyOf(request);
    if (access === "watch" && key !== null && isAdminKey(key)) return undefined;
    return checkKey(accounts, key, request, reply);
  };

  return {
    check(request, reply, done) {
      const checked = checkAccess(request, reply);
      if (checked === undefined) done();
      else checked.then(() => done(), done);
    },
    tenantOf(request) {
      if (accounts === null) return LOCAL_TENANT;
      const tenant = tenants.get(request);
      if (tenant === undefined) throw new Error("A request without a key was let through.");
      return tenant;
    },
    viewOf: (request) => tenants.get(request) ?? null,
  };
};

/** What stands behind `Bearer`; null where there is nothing of the kind. */
const keyOf = (request: FastifyRequest): string | null => {
  const { headers } = request;
  const { authorization } = headers;
  const elsewhere = request.routeOptions.config.keyFrom?.(request) ?? null;
  if (elsewhere !== null) return elsewhere;
  if (authorization === undefined) return headers.upgrade === undefined ? null : keyAmongProtocols(headers);
  const [, key = ""] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  if (key !== "") return key;
  throw keyInvalid("The Authorization header is not of the form: Bearer KEY.");
};

/** The one header of a WebSocket that a page can set. */
const keyAmongProtocols = (headers: FastifyRequest["headers"]): string | null => {
  const offered = headers["sec-websocket-protocol"]?.split(",").map((protocol) => protocol.trim()) ?? [];
  const key = offered.find((protocol) => protocol.startsWith(ATTACH_KEY_PROTOCOL));
  return key?.slice(ATTACH_KEY_PROTOCOL.length) || null;
};

const keyMissing = (detail: string): ProblemError => new ProblemError("key_missing", { detail });
const keyInvalid = (detail: string): ProblemError => new ProblemError("key_invalid", { detail });
