import { REQUEST_LIMITS } from "@neuron/contract";
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  fastify,
  LogController,
} from "fastify";
import { createAccessCheck, isLoopback } from "./access.js";
import { createAuthentication } from "./authentication.js";
import { type Door, guardDoor } from "./door.js";
import { answerClientError, SHORT_RETRY_MS, sendProblem, useProblems } from "./errors.js";
import type { ApiOptions } from "./index.js";
import { addJudge0, JUDGE0_PATH } from "./judge0/index.js";
import { createLastSlash } from "./last-slash.js";
import { createBursts } from "./live/bursts.js";
import { createLiveFeed } from "./live/feed.js";
import { createMethodRefusals } from "./method-refusals.js";
import { addMetrics } from "./metrics.js";
import { collectRoutes } from "./openapi/collect.js";
import { addPiston, PISTON_PATH } from "./piston/index.js";
import { ProblemError } from "./problem-error.js";
import { addAccountRoutes } from "./routes/accounts.js";
import { addAttachRoutes } from "./routes/attach.js";
import { addBatchRoute } from "./routes/batch.js";
import { addDeadLetterRoutes } from "./routes/dead-letters.js";
import { addDocsRoutes } from "./routes/docs.js";
import { addEventRoutes } from "./routes/events.js";
import { addExecutionRoutes } from "./routes/executions.js";
import { addLiveRoutes } from "./routes/live.js";
import { addMcpRoute } from "./routes/mcp.js";
import { addPageRoutes } from "./routes/page.js";
import { addServiceRoutes } from "./routes/service.js";
import { addTenantRoutes } from "./routes/tenants.js";
import { addWebhookRoutes } from "./routes/webhooks.js";
import { addWorkerRoutes } from "./routes/workers.js";
import type { Streams, Viewers } from "./streams.js";
import { traceRequests } from "./trace-requests.js";
import { createUpgrades } from "./upgrades.js";
import { useStrictValidation } from "./validation.js";
import type { Waits } from "./waits.js";

export interface AppOptions extends ApiOptions {
  readonly clock: () => number;
  readonly newId: () => string;
  readonly waits: Waits;
  readonly streams: Streams;
  /** Those who look at the whole. */
  readonly viewers: Viewers;
  /** Whether this request is one that nobody sent. */
  readonly isRehearsal: (request: FastifyRequest) => boolean;
  readonly isStopping: () => boolean;
}

/** A request must have arrived as a whole by then. An answer may take as long as its wait. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Longer than the 60 s that load balancers keep idle connections, so that they close first and no request is lost. */
const KEEP_ALIVE_MS = 72_000;

/** Answered also while stopping, for those who watch. */
const WATCHED = new Set(["/healthz", "/readyz", "/metrics"]);

const withoutLastSlash = createLastSlash(JUDGE0_PATH, PISTON_PATH);

/** The application without a socket: hooks first, then routes, then what refuses the rest. */
export const buildApp = (options: AppOptions): { readonly app: FastifyInstance; readonly door: Door } => {
  const { config, catalog, isRehearsal, isStopping } = options;
  const maxBodyBytes = config.maxBodyBytes ?? REQUEST_LIMITS.bodyBytes;
  const logger: FastifyBaseLogger = options.logger;
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // A child logger per request costs more than the lines that this service writes are worth.
    childLoggerFactory: (parent) => parent,
    bodyLimit: maxBodyBytes,
    routerOptions: { maxParamLength: 1024 },
    rewriteUrl: ({ url = "/" }) => withoutLastSlash(url),
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: config.trustProxy?.split(",") ?? false,
    keepAliveTimeout: KEEP_ALIVE_MS,
    return503OnClosing: false,
    frameworkErrors: (_error, _request, reply) => {
      sendProblem(reply, new ProblemError("malformed_request", { detail: "The address cannot be read." }));
    },
    clientErrorHandler: answerClientError,
  });

  // What is sent out is made of checked parts; JSON.stringify is right for all of it and fast for large strings.
  app.setSerializerCompiler(() => JSON.stringify);
  useStrictValidation(app);
  useProblems(app, { logger: options.logger, maxBodyBytes, isRehearsal });
  takeAnyBodyAsBytes(app);

  // Before anything can refuse the request.
  const traceOf = traceRequests(
    app,
    options.tracing ?? null,
    (request) => WATCHED.has(request.url) || isRehearsal(request),
  );
  const accounts = options.accounts ?? null;
  const checkAccess = createAccessCheck(config.host, accounts !== null);
  const authentication = createAuthentication({
    accounts,
    isAdminKey: options.isAdminKey ?? (() => false),
    onLoopback: isLoopback(config.host),
  });
  app.addHook("onRequest", (request, reply, done) => {
    checkAccess(request);
    if (isStopping() && !WATCHED.has(request.url)) {
      throw new ProblemError("shutting_down", {
        detail: "This instance takes no new requests.",
        retryAfterMs: SHORT_RETRY_MS,
      });
    }
    authentication.check(request, reply, done);
  });
  app.addHook("onSend", (_request, reply, payload, done) => {
    if (isStopping()) reply.header("connection", "close");
    done(null, payload);
  });

  const known = collectRoutes(app);
  const refusals = createMethodRefusals(app);
  const door = guardDoor(app, { server: app.server, silenceMs: REQUEST_TIMEOUT_MS });
  const executions = {
    ...options,
    door,
    chooseLanguage: catalog.choose,
    tenantOf: authentication.tenantOf,
    maxSourceBytes: config.maxSourceBytes ?? REQUEST_LIMITS.sourceBytes,
    maxBodyBytes,
    traceOf,
  };
  addExecutionRoutes(app, executions);
  addBatchRoute(app, executions);
  addAccountRoutes(app, {
    accounts,
    signUpOpen: config.signUp ?? false,
    queue: options.queue,
    tenantOf: authentication.tenantOf,
  });
  addTenantRoutes(app, { accounts, newId: options.newId });
  const upgrades = createUpgrades(app);
  addAttachRoutes(app, { ...options, upgrades, tenantOf: authentication.tenantOf });
  addEventRoutes(app, { ...options, tenantOf: authentication.tenantOf });
  addWorkerRoutes(app, options.queue);
  addWebhookRoutes(app, { webhooks: options.webhooks, tenantOf: authentication.tenantOf });
  addDeadLetterRoutes(app, options.queue.deadLetters);
  addServiceRoutes(app, options);
  addPageRoutes(app, options.page ?? null);
  const bursts = createBursts({ ...executions, catalog });
  app.addHook("preClose", (done) => {
    bursts.stop();
    done();
  });
  addLiveRoutes(app, {
    feed: createLiveFeed({ ...options, accounts, bursts, overviews: options.queue.overviews }),
    bursts,
    viewers: options.viewers,
    viewOf: authentication.viewOf,
  });
  addMetrics(app, options.queue, options.webhooks, isRehearsal);
  addMcpRoute(app);
  addDocsRoutes(app, known.routes);
  known.seal();
  refusals.seal();
  // After these: they are other APIs, with descriptions and refusals of their own.
  if (options.judge0) addJudge0(app, options.judge0, executions);
  if (options.piston) addPiston(app, options.piston, { ...executions, upgrades });
  return { app, door };
};

/** The route decides what a body is; those of unknown addresses are not looked at. */
const takeAnyBodyAsBytes = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
};
