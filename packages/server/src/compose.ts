import { randomBytes } from "node:crypto";
import { existsSync, rmdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Logger } from "pino";
import {
  type Accounts,
  adminKeyFile,
  createAccounts,
  createAdminKeyCheck,
  ownAdminKey,
} from "./accounts/index.js";
import { createIds } from "./api/ids.js";
import {
  createApi,
  createCatalog,
  createJudge0Store,
  judge0Callback,
  type PistonLimits,
  readAllowedOrigins,
  readPage,
  readTokens,
} from "./api/index.js";
import { buildOwnRedis, type Image } from "./images/index.js";
import {
  AGENT_DIR,
  allLanguages,
  CompositionError,
  findOwnImage,
  installedSource,
  openLanguages,
} from "./language-store.js";
import { parseCidrs } from "./platform/cidr.js";
import type { Config } from "./platform/config.js";
import { checkMachine, type Finding, formatFindings, missing, ok, warning } from "./platform/doctor/index.js";
import { dropPrivileges, firstUnprivilegedPort } from "./platform/drop-privileges.js";
import { parseLimitOverrides } from "./platform/limit-overrides.js";
import { optimizeEarly } from "./platform/optimize-early.js";
import { takePrecedence } from "./platform/precedence.js";
import type { Service } from "./platform/run-service.js";
import { findRedisServer, REDIS_MIN_MAJOR } from "./platform/supervisor/find-redis-server.js";
import type { Tracing } from "./platform/tracing/index.js";
import { createQueueClient, createQueueWorker } from "./queue/index.js";
import { createSandboxDriver, type LayersOf, type SandboxDriver } from "./sandbox/index.js";
import {
  type AddressPolicy,
  createAddressPolicy,
  createDeliverer,
  createDeliveryQueue,
  createResolver,
  createWebhookClient,
  DELIVERER_DEFAULTS,
  LEASE_EXTRA_MS,
  RETRY_DELAYS_MS,
} from "./webhooks/index.js";
import { createWorker } from "./worker/index.js";

/** Where the page is built to. */
const PAGE_DIR = fileURLToPath(new URL("../../dashboard/dist/page", import.meta.url));

/** The one place that knows every part: here they are put together into the processes that are run. */

const needRedis = ({ redisUrl }: Config): string => {
  if (redisUrl !== null) return redisUrl;
  throw new CompositionError(
    "There is no Redis: give NEURON_REDIS_URL, or run `neuron up`, which starts its own.",
  );
};

const newIncarnation = (): string => randomBytes(6).toString("hex");

/** A redis-server for hosts that have none that is new enough; says which one it is now. */
export const ensureRedisServer = async (
  { imageSuite, imageMirror }: Config,
  signal?: AbortSignal,
): Promise<string> => {
  const { path, version } = findRedisServer();
  const enough = Number(version?.split(".")[0] ?? 0) >= REDIS_MIN_MAJOR;
  return enough ? `${path} ${version}` : buildOwnRedis(imageSuite, imageMirror, signal);
};

/** Three shares of the CPU to another's one: what is there to be asked shall answer while the machine is full. */
const API_NICENESS = -5;

/** An API that does not run as root takes its turn like everybody. */
const goFirst = (logger: Logger): void => {
  try {
    takePrecedence(API_NICENESS);
  } catch (error) {
    logger.debug({ err: error }, "the priority stays as it is");
  }
};

/** Null where the service is open. */
const composeAccounts = (config: Config, logger: Logger): Accounts | null => {
  if (!config.accounts) return null;
  const { redisPrefix: prefix, freeExecutions, signUpsPerHour, requestsPerSecond } = config;
  return createAccounts({
    url: needRedis(config),
    prefix,
    freeExecutions,
    signUpsPerHour,
    requestsPerSecond,
    maxQueued: config.tenantMaxQueued,
    maxRunning: config.tenantMaxRunning,
    newId: createIds(Date.now),
    clock: Date.now,
    onError: (error) => logger.warn({ err: error }, "accounts"),
  });
};

/** Read, or made, while this is still root. Where that cannot be, the administration is closed. */
const adminKeyOf = ({ adminKey, dataDir }: Config, logger: Logger): string | null => {
  if (adminKey !== null) return adminKey;
  try {
    return ownAdminKey(dataDir);
  } catch (error) {
    logger.warn({ err: error }, "there is no admin key: give NEURON_ADMIN_KEY");
    return null;
  }
};

const composePage = (logger: Logger) => {
  const page = readPage(PAGE_DIR);
  if (page === null) logger.warn({ folder: PAGE_DIR }, "the page was not built (npm run build)");
  return page;
};

/**
 * The API process. It gives up root before it listens, or right after where the port needs root: between the two
 * nothing is awaited, so no request is handled by root.
 */
export const composeApi = (config: Config, logger: Logger, tracing: Tracing | null): Service => {
  const queue = createQueueClient({
    url: needRedis(config),
    prefix: config.redisPrefix,
    apiId: newIncarnation(),
    maxQueued: config.maxQueued,
    tenantMaxQueued: config.tenantMaxQueued,
    tenantMaxRunning: config.tenantMaxRunning,
    maxSessions: config.maxSessions,
    tenantMaxSessions: config.tenantMaxSessions,
    onError: (error) => logger.warn({ err: error }, "queue"),
  });
  const accounts = composeAccounts(config, logger);
  if (accounts !== null && config.adminKey === null) {
    logger.info(
      { file: adminKeyFile(config.dataDir) },
      "accounts are on; `neuron admin key` shows the admin key",
    );
  }
  const webhooks = createWebhookClient({
    url: needRedis(config),
    prefix: config.redisPrefix,
    onError: (error) => logger.warn({ err: error }, "webhooks"),
  });
  const judge0Store = createJudge0Store({
    url: needRedis(config),
    prefix: config.redisPrefix,
    onError: (error) => logger.warn({ err: error }, "judge0"),
  });
  const catalog = createCatalog({
    queue,
    local: openLanguages(config).lookUp()?.installed ?? [],
    definitions: allLanguages(config),
    logger,
  });
  const api = createApi({
    config,
    queue,
    accounts,
    isAdminKey: createAdminKeyCheck(adminKeyOf(config, logger)),
    webhooks,
    callbackPolicy: webhookPolicy(config),
    catalog,
    judge0: {
      store: judge0Store,
      strict: config.judge0Strict,
      originalNames: config.judge0OriginalNames,
      authnTokens: config.accounts ? [] : readTokens(config.judge0AuthnToken),
      authzTokens: readTokens(config.judge0AuthzToken),
      deletes: config.judge0EnableSubmissionDelete,
      allowsOrigin: readAllowedOrigins(config.judge0AllowOrigin, judge0NeedsToken(config)),
      maxQueued: config.maxQueued,
    },
    page: composePage(logger),
    piston: {
      strict: config.pistonStrict,
      exactVersions: config.pistonExactVersions,
      limits: pistonLimits(config),
      definitions: allLanguages(config),
    },
    tracing,
    logger,
  });
  return {
    async start() {
      await api.app.ready();
      goFirst(logger);
      const portNeedsRoot = Math.min(config.port, config.judge0Port ?? config.port) < firstUnprivilegedPort();
      if (!portNeedsRoot) dropPrivileges(config.serviceUid);
      await queue.start();
      await accounts?.start();
      await webhooks.start();
      await judge0Store.start();
      await catalog.start();
      await api.start();
      if (portNeedsRoot) dropPrivileges(config.serviceUid);
      await api.rehearse();
    },
    async stop(deadlineMs) {
      await api.stop(deadlineMs);
      await accounts?.stop();
      await judge0Store.stop();
      await webhooks.stop();
      await queue.stop();
      await tracing?.stop(LAST_SPANS_MS);
    },
  };
};

const judge0NeedsToken = ({ accounts, judge0AuthnToken }: Config): boolean =>
  accounts || readTokens(judge0AuthnToken).length > 0;

const pistonLimits = (config: Config): PistonLimits => {
  const overrides = parseLimitOverrides(config.pistonLimitOverrides);
  return {
    compile_timeout: config.pistonCompileTimeout,
    run_timeout: config.pistonRunTimeout,
    compile_cpu_time: config.pistonCompileCpuTime,
    run_cpu_time: config.pistonRunCpuTime,
    compile_memory_limit: config.pistonCompileMemoryLimit,
    run_memory_limit: config.pistonRunMemoryLimit,
    output_max_size: config.pistonOutputMaxSize,
    overrides: "value" in overrides ? overrides.value : new Map(),
  };
};

/** How long a collector may take for what is left at a stop. */
const LAST_SPANS_MS = 2_000;

const webhookPolicy = ({ webhookAllow }: Config): AddressPolicy =>
  createAddressPolicy(parseCidrs(webhookAllow) ?? []);

/** The process that sends webhooks: apart from the API, since it connects to wherever clients want. */
export const composeWebhooks = (config: Config, logger: Logger, tracing: Tracing | null): Service => {
  const deliverer = createDeliverer({
    queue: createDeliveryQueue({
      url: needRedis(config),
      prefix: config.redisPrefix,
      leaseMs: DELIVERER_DEFAULTS.attemptMs + LEASE_EXTRA_MS,
      maxAttempts: RETRY_DELAYS_MS.length + 1,
      onError: (error) => logger.warn({ err: error }, "webhooks"),
    }),
    policy: webhookPolicy(config),
    resolve: createResolver(),
    formatOf: (execution) => judge0Callback(execution, config.judge0Strict),
    tracing,
    logger,
  });
  return {
    async start() {
      dropPrivileges(config.serviceUid);
      await deliverer.start();
    },
    async stop(deadlineMs) {
      await deliverer.stop(deadlineMs);
      await tracing?.stop(LAST_SPANS_MS);
    },
  };
};

const composeDriver = (config: Config, image: Image, layersOf: LayersOf, logger: Logger): SandboxDriver =>
  createSandboxDriver({
    instance: config.instance,
    rootfs: image.rootfs,
    imagesDir: config.imagesDir,
    layersOf,
    agentDir: AGENT_DIR,
    stateDir: sandboxStateDir(config),
    runtime: config.runtime,
    preloads: allLanguages(config).flatMap(({ preload }) => preload),
    logger,
  });

const sandboxStateDir = ({ stateDir }: Config): string => join(stateDir, "sandboxes");

/** The worker process. `fatal` is aborted when it can never be of use again. */
export const composeWorker = (
  config: Config,
  logger: Logger,
  tracing: Tracing | null,
  fatal: AbortController,
): Service => {
  optimizeEarly();
  const image = findOwnImage(config);
  if (image === null) {
    throw new CompositionError(`There is no image in ${config.imagesDir}: run \`neuron image build\` first.`);
  }
  const languages = installedSource(config, image, logger);
  const id = `${hostname().replace(/[\s:]/g, "-")}-${config.instance}:${newIncarnation()}`;
  const queue = createQueueWorker({
    url: needRedis(config),
    prefix: config.redisPrefix,
    workerId: id,
    onError: (error) => logger.warn({ err: error }, "queue"),
  });
  const worker = createWorker({
    id,
    config,
    queue,
    driver: composeDriver(config, image, languages.layersOf, logger),
    languages,
    tracing,
    logger,
    onFatal: (error) => fatal.abort(error),
  });
  return {
    start: () => worker.start(),
    async stop(deadlineMs) {
      await worker.stop(deadlineMs);
      await tracing?.stop(LAST_SPANS_MS);
      removeIfEmpty(config.stateDir);
    },
  };
};

/** A supervisor has notes of its own in there, and removes it itself. */
const removeIfEmpty = (folder: string): void => {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!["ENOTEMPTY", "ENOENT"].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  }
};

/** Removes what a killed worker left of its sandboxes. */
export const removeSandboxes = async (config: Config, logger: Logger): Promise<void> => {
  const image = findOwnImage(config);
  if (image === null) return;
  const driver = composeDriver(config, image, () => null, logger);
  await driver.start();
  await driver.stop();
};

/** What `neuron doctor` shows, and what `neuron up` refuses to start without. */
export const diagnose = async (config: Config): Promise<readonly Finding[]> => {
  const image = findOwnImage(config);
  const agentBuilt = existsSync(join(AGENT_DIR, "agent"));
  return [
    ...(await checkMachine(config, image !== null)),
    agentBuilt
      ? ok("agent", "built")
      : missing("agent", "not built", "make -C agent, or npm start, which does it"),
    image === null
      ? warning("image", "not built yet", "npm start builds it, and so does `neuron image build`.")
      : ok("image", `${image.manifest.suite}, ${image.manifest.name}-${image.manifest.hash}`),
  ];
};

/** Rejects with everything that is missing and how to get it. */
export const needMachine = async (config: Config): Promise<void> => {
  const lacking = (await diagnose(config)).filter(({ state }) => state === "missing");
  if (lacking.length > 0)
    throw new CompositionError(`This machine lacks what Neuron needs:\n${formatFindings(lacking)}`);
};
