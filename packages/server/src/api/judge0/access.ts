import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Refusal } from "../refusal.js";

/** Tokens separated by spaces, as Judge0's own settings have them; none where it is not set. */
export const readTokens = (setting: string | null): readonly string[] =>
  setting?.split(/\s+/).filter((token) => token !== "") ?? [];

/** Where Judge0's clients put a key; those of its hosted service know another header. */
export const judge0KeyOf = (request: FastifyRequest): string | null =>
  given(request, "x-auth-token", "X-Auth-Token") ?? given(request, "x-rapidapi-key") ?? null;

const given = ({ headers, query }: FastifyRequest, header: string, parameter = header): string | null => {
  const value = headers[header] ?? (query as Record<string, unknown> | undefined)?.[parameter];
  return typeof value === "string" && value !== "" ? value : null;
};

/** Lets those in who have one of the tokens; everybody where there is none. */
export const guardWithTokens = (scope: FastifyInstance, tokens: readonly string[]): void => {
  if (tokens.length === 0) return;
  const check = anyOf(tokens);
  scope.addHook("onRequest", (request, _reply, done) => {
    const open = request.is404 || request.routeOptions.config.access === "public";
    if (!open && !check(judge0KeyOf(request))) throw new Refusal(401, null);
    done();
  });
};

/** Lets those pass who have one of the tokens; nobody where there is none. */
export type Authorize = (request: FastifyRequest, reply: unknown, done: () => void) => void;

export const createAuthorize = (tokens: readonly string[]): Authorize => {
  const check = anyOf(tokens);
  return (request, _reply, done) => {
    if (!check(given(request, "x-auth-user", "X-Auth-User"))) throw new Refusal(403, null);
    done();
  };
};

const anyOf = (tokens: readonly string[]): ((token: string | null) => boolean) => {
  const digests = tokens.map(digest);
  return (token) => {
    if (token === null) return false;
    const asked = digest(token);
    // Every one is compared, so that the time does not tell which is close.
    return digests.filter((known) => timingSafeEqual(known, asked)).length > 0;
  };
};

const digest = (token: string): Buffer => createHash("sha256").update(token).digest();
