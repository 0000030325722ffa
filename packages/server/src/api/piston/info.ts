import type { FastifyInstance } from "fastify";
import { describeRuntime, type Runtimes } from "./runtimes.js";

/** That of Piston whose behaviour this is. */
const VERSION = "3.1.1";

const PUBLIC = { config: { access: "public" } } as const;

/** What each address knows, as OPTIONS tells it. */
const METHODS = {
  "/execute": "POST",
  "/runtimes": "GET,HEAD",
  "/packages": "GET,HEAD,POST,DELETE",
} as const;

export const addInfoRoutes = (scope: FastifyInstance, runtimes: Runtimes): void => {
  scope.get("/", PUBLIC, () => ({ message: `Piston v${VERSION}` }));
  scope.get("/runtimes", PUBLIC, () => runtimes.all().map(describeRuntime));
  for (const [url, methods] of Object.entries(METHODS))
    scope.options(url, PUBLIC, (_request, reply) => {
      reply.header("allow", methods).type("text/html; charset=utf-8").send(methods);
    });
};
