import type { FastifyInstance } from "fastify";
import { ProblemError } from "./problem-error.js";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/**
 * Gives every address an answer to the methods that it does not know: `405` with `Allow`, and to OPTIONS the same list.
 * To be called before the routes are added; `seal` afterwards.
 */
export const createMethodRefusals = (app: FastifyInstance): { seal(): void } => {
  const known = new Map<string, Set<string>>();
  let sealed = false;
  app.addHook("onRoute", ({ url, method }) => {
    if (sealed) return;
    const methods = known.get(url) ?? new Set(["OPTIONS"]);
    for (const each of [method].flat()) methods.add(each);
    known.set(url, methods);
  });
  return {
    seal() {
      sealed = true;
      for (const [url, methods] of known) {
        const allow = [...methods].sort().join(", ");
        app.options(url, (_request, reply) => {
          reply.code(204).header("allow", allow).send();
        });
        app.route({
          url,
          method: METHODS.filter((method) => !methods.has(method)),
          // Before the body is read: nothing in it could make the method right.
          onRequest: ({ method }, reply) => {
            reply.header("allow", allow);
            throw new ProblemError("method_not_allowed", {
              detail: `${method} is not allowed here; ${allow} are.`,
            });
          },
          handler: () => undefined,
        });
      }
    },
  };
};
