import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";
import { ProblemError, quote } from "./problem-error.js";

/** Whose executions these are. Open access knows one tenant. */
export type Tenant = string;
export const LOCAL_TENANT: Tenant = "local";

export const isLoopback = (host: string): boolean => {
  const name = host.replace(/^\[|\]$/g, "").toLowerCase();
  return name === "localhost" || name === "::1" || (isIP(name) === 4 && name.startsWith("127."));
};

/**
 * Open access on loopback trusts everything on the machine except a browser that shows somebody else's page:
 * - a page whose name was rebound to 127.0.0.1 is told apart by the `Host` that the browser sends;
 * - a page that posts across origins is told apart by `Origin` or `Sec-Fetch-Site`, which browsers always send with
 *   it and programs never do. No CORS header is sent, so such a page reads nothing either; but for routes that allow an
 *   origin (`allowsOrigin`).
 */
export const createAccessCheck = (
  boundHost: string,
  needsKeys = false,
): ((request: FastifyRequest) => void) => {
  // A page under a rebound name has no key, and a proxy before us may pass on the name that it was called by.
  const checkHost = isLoopback(boundHost) && !needsKeys;
  const bound = boundHost.toLowerCase();
  // Nearly every request names the same one.
  let lastAllowed: string | undefined;
  return (request) => {
    const { headers, method } = request;
    const host = headers.host;
    if (checkHost && host !== undefined && host !== lastAllowed) {
      const name = hostName(host);
      if (name === null || !(isLoopback(name) || name === bound)) {
        throw new ProblemError("host_not_allowed", { detail: `The Host header is ${quote(host)}.` });
      }
      lastAllowed = host;
    }
    // Browsers let any page open a WebSocket to anywhere, and read what comes.
    const reads = method === "GET" || method === "HEAD" || method === "OPTIONS";
    if (reads && headers.upgrade === undefined) return;
    const { origin, "sec-fetch-site": site } = headers;
    if (origin !== undefined && isAllowed(origin, request)) return;
    if (origin !== undefined && !isSameOrigin(origin, host)) {
      throw new ProblemError("cross_site", { detail: `The Origin header is ${quote(origin)}.` });
    }
    if (site !== undefined && site !== "same-origin" && site !== "none") {
      throw new ProblemError("cross_site", {
        detail: `The Sec-Fetch-Site header is ${quote(String(site))}.`,
      });
    }
  };
};

/** The route itself says so. */
const isAllowed = (origin: string, { is404, routeOptions }: FastifyRequest): boolean =>
  !is404 && (routeOptions.config.allowsOrigin?.(origin) ?? false);

/** The name in a Host header, without its port; null when it is not one. */
const hostName = (host: string): string | null => {
  const match = /^(\[[0-9a-f:.]+\]|[^:\s/@[\]]+)(?::\d{1,5})?$/i.exec(host);
  return match?.[1]?.toLowerCase() ?? null;
};

const isSameOrigin = (origin: string, host: string | undefined): boolean => {
  const match = /^https?:\/\/([^/]+)$/i.exec(origin);
  return match?.[1] !== undefined && match[1].toLowerCase() === host?.toLowerCase();
};
