import type { FastifyInstance, FastifySchema } from "fastify";
import type { Access } from "../authentication.js";

/** A route as the document needs it. */
export interface KnownRoute {
  readonly method: string;
  /** As the router knows it: `/v1/executions/:id`. */
  readonly url: string;
  readonly schema: FastifySchema;
  readonly access: Access;
}

/** HEAD goes with every GET, OPTIONS with every address: neither is worth a line. */
const UNTOLD = new Set(["HEAD", "OPTIONS"]);

/** Notes the routes that are added between the call and `seal`. */
export const collectRoutes = (
  app: FastifyInstance,
): { readonly routes: readonly KnownRoute[]; seal(): void } => {
  const routes: KnownRoute[] = [];
  let sealed = false;
  app.addHook("onRoute", ({ url, method, schema = {}, config }) => {
    if (sealed) return;
    for (const each of [method].flat())
      if (!UNTOLD.has(each)) routes.push({ method: each, url, schema, access: config?.access ?? "key" });
  });
  return {
    routes,
    seal() {
      sealed = true;
    },
  };
};
