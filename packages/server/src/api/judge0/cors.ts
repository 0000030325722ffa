import type { FastifyInstance, FastifyRequest } from "fastify";

/** Whether pages of that origin may use the API, and read what it answers. */
export type AllowsOrigin = (origin: string) => boolean;

const ANY = "*";

/**
 * The setting, which is origins with spaces between them, `*` or `none`. Left out: any, where each request needs a token. No
 * page has one unless its user gave it, and a browser never sends it by itself; where none is needed, every page that
 * somebody looks at could run programs.
 */
export const readAllowedOrigins = (setting: string | null, needsToken: boolean): AllowsOrigin | null => {
  const text = setting ?? (needsToken ? ANY : "none");
  if (text === "none" || (text === ANY && !needsToken)) return null;
  if (text === ANY) return () => true;
  const origins = new Set(text.toLowerCase().split(/\s+/));
  return (origin) => origins.has(origin);
};

const METHODS = "GET, HEAD, POST, DELETE, OPTIONS";
/** Browsers ask again after two hours at the latest. */
const MAX_AGE_SECONDS = 7200;
const HEADER_NAMES = /^[\w-]+(?:\s*,\s*[\w-]+)*$/;

/** Answers those who ask what they may, and tells browsers which pages may read. */
export const addCors = (scope: FastifyInstance, allowsOrigin: AllowsOrigin | null): void => {
  for (const url of ["/", "/*"])
    scope.options(url, { config: { access: "public" } }, (request, reply) => {
      reply.code(204).header("allow", METHODS);
      const { "access-control-request-headers": wanted, "access-control-request-method": method } =
        request.headers;
      if (allowed(request, allowsOrigin) !== null && method !== undefined) {
        reply.header("access-control-allow-methods", METHODS);
        if (wanted !== undefined && HEADER_NAMES.test(wanted))
          reply.header("access-control-allow-headers", wanted);
        reply.header("access-control-max-age", MAX_AGE_SECONDS);
      }
      reply.send();
    });
  if (allowsOrigin === null) return;
  scope.addHook("onSend", (request, reply, payload, done) => {
    reply.header("vary", "origin");
    const origin = allowed(request, allowsOrigin);
    if (origin !== null) {
      reply.header("access-control-allow-origin", origin);
      reply.header("access-control-expose-headers", "retry-after, ratelimit, ratelimit-policy");
    }
    done(null, payload);
  });
};

/** The request's origin, if it has one that is allowed. */
const allowed = (
  { headers: { origin } }: FastifyRequest,
  allowsOrigin: AllowsOrigin | null,
): string | null => (origin !== undefined && allowsOrigin?.(origin) ? origin : null);
