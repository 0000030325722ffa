import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { Catalog } from "../catalog.js";
import { useRefusals } from "../refusal.js";
import type { ExecutionRoutes } from "../routes/executions.js";
import type { Streams } from "../streams.js";
import type { Upgrades } from "../upgrades.js";
import { pistonKeyOf } from "./access.js";
import { addConnectRoute } from "./connect.js";
import { toRefusal } from "./errors.js";
import { addExecuteRoute } from "./execute.js";
import { addInfoRoutes } from "./info.js";
import type { PistonLimits } from "./limits.js";
import { addPackageRoutes, type Definition } from "./packages.js";
import { HOSTED_PATH, PISTON_PATH } from "./path.js";
import { notFound } from "./refusal.js";
import { createRuntimes } from "./runtimes.js";

export interface PistonOptions {
  /** As Piston does it, also where Neuron does better: crashes as exit codes, nothing but what declares JSON. */
  readonly strict: boolean;
  readonly exactVersions: boolean;
  readonly limits: PistonLimits;
  /** Also those that could be added. */
  readonly definitions: readonly Definition[];
}

export interface PistonContext extends ExecutionRoutes {
  readonly catalog: Catalog;
  readonly streams: Streams;
  readonly upgrades: Upgrades;
  readonly logger: Logger;
}

/**
 * The API of Piston 3 under `/api/v2`, and where its hosted service has it: a mapping onto executions, and nothing else. Whatever
 * has to do with running, limits, credits and fairness is the native path's.
 */
export const addPiston = (app: FastifyInstance, options: PistonOptions, context: PistonContext): void => {
  const { exactVersions } = options;
  const runtimes = createRuntimes({ installed: context.catalog.all, exactVersions });
  const routes = { ...context, ...options, runtimes };
  for (const prefix of [PISTON_PATH, HOSTED_PATH])
    app.register(
      (scope, _options, done) => {
        scope.addHook("onRoute", (route) => {
          route.config = { keyFrom: pistonKeyOf, ...route.config };
        });
        useRefusals(scope, {
          ...{ notFound, logger: context.logger },
          toRefusal: (error) => toRefusal(error, context.maxBodyBytes),
        });
        addInfoRoutes(scope, runtimes);
        addExecuteRoute(scope, routes);
        addConnectRoute(scope, routes);
        addPackageRoutes(scope, routes);
        done();
      },
      { prefix },
    );
};

export type { PistonLimits } from "./limits.js";
export { PISTON_PATH } from "./path.js";
