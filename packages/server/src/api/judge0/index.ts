import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { Catalog } from "../catalog.js";
import { useRefusals } from "../refusal.js";
import type { ExecutionRoutes } from "../routes/executions.js";
import { createAuthorize, guardWithTokens, judge0KeyOf } from "./access.js";
import { type AllowsOrigin, addCors } from "./cors.js";
import { toRefusal } from "./errors.js";
import { addInfoRoutes } from "./info.js";
import { createJudge0Languages } from "./languages.js";
import { createLookup } from "./lookup.js";
import { addOwnerRoutes } from "./owner.js";
import { JUDGE0_PATH } from "./path.js";
import { notFound } from "./refusal.js";
import type { Judge0Store } from "./store.js";
import { addSubmissionRoutes } from "./submissions.js";

export interface Judge0Options {
  /** Started and stopped by the caller, like the queue. */
  readonly store: Judge0Store;
  /** Crashes as Judge0 tells them: as non-zero exits of a shell. */
  readonly strict: boolean;
  readonly originalNames: boolean;
  /** Of those who may use it where the service is open; empty: everybody. */
  readonly authnTokens: readonly string[];
  /** Of those who may list all submissions; empty: nobody. */
  readonly authzTokens: readonly string[];
  /** Whether those may delete submissions, too. */
  readonly deletes: boolean;
  /** Null: pages of other origins may not use it. */
  readonly allowsOrigin: AllowsOrigin | null;
  /** Only to be told. */
  readonly maxQueued: number;
}

export interface Judge0Context extends ExecutionRoutes {
  readonly catalog: Catalog;
  readonly logger: Logger;
}

/**
 * The HTTP API of Judge0 CE 1.13.1 under `/judge0`: a mapping onto executions, and nothing else. Whatever has to do with
 * running, limits, credits and fairness is the native path's.
 */
export const addJudge0 = (app: FastifyInstance, options: Judge0Options, context: Judge0Context): void => {
  app.register(
    (scope, _options, done) => {
      scope.addHook("onRoute", (route) => {
        const { allowsOrigin } = options;
        route.config = { keyFrom: judge0KeyOf, ...(allowsOrigin && { allowsOrigin }), ...route.config };
      });
      useRefusals(scope, {
        ...{ notFound, logger: context.logger },
        toRefusal: (error) => toRefusal(error, context.maxBodyBytes),
      });
      guardWithTokens(scope, options.authnTokens);
      const languages = createJudge0Languages({
        installed: context.catalog.all,
        originalNames: options.originalNames,
      });
      const lookup = createLookup({ ...context, ...options, languages });
      const routes = { ...context, ...options, languages, lookup };
      addCors(scope, options.allowsOrigin);
      addSubmissionRoutes(scope, routes);
      addInfoRoutes(scope, routes);
      addOwnerRoutes(scope, { ...routes, authorize: createAuthorize(options.authzTokens) });
      done();
    },
    { prefix: JUDGE0_PATH },
  );
};

export { readTokens } from "./access.js";
export { judge0Callback } from "./callback.js";
export { readAllowedOrigins } from "./cors.js";
export { JUDGE0_PATH } from "./path.js";
export { createJudge0Server } from "./server.js";
export { createJudge0Store, type Judge0Store } from "./store.js";
