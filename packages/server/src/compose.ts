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
import { createApi } from "./api/index.js";
import {
  buildOwnRedis,
  ensureImage,
  findImage,
  type Image,
  type ImageDefinition,
  imageOf,
  removeOtherImages,
} from "./images/index.js";
import {
  chooseLanguages,
  type InstalledLanguage,
  type LanguageDefinition,
  loadLanguages,
} from "./languages/index.js";
import { parseCidrs } from "./platform/cidr.js";
import type { Config } from "./platform/config.js";
import { checkMachine, type Finding, formatFindings, missing, ok, warning } from "./platform/doctor/index.js";
import { dropPrivileges, firstUnprivilegedPort } from "./platform/drop-privileges.js";
import { optimizeEarly } from "./platform/optimize-early.js";
import { takePrecedence } from "./platform/precedence.js";
import type { Service } from "./platform/run-service.js";
import { findRedisServer, REDIS_MIN_MAJOR } from "./platform/supervisor/find-redis-server.js";
import { createQueueClient, createQueueWorker } from "./queue/index.js";
import { createSandboxDriver, type SandboxDriver } from "./sandbox/index.js";
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

/** The one place that knows every part: here they are put together into the processes that are run. */

/** The agent and what goes into sandboxes with it, as `make -C agent` builds them. */
export const AGENT_DIR = fileURLToPath(new URL("../../../agent/build/", import.meta.url));

/** A process cannot do its work here, for a reason that the user can do something about. */
export class CompositionError extends Error {
  override readonly name = "CompositionError";
}

const needRedis = ({ redisUrl }: Config): string => {
  if (redisUrl !== null) return redisUrl;
  throw new CompositionError(
    "There is no Redis: give NEURON_REDIS_URL, or run `neuron up`, which starts its own.",
  );
};

const newIncarnation = (): string => randomBytes(6).toString("hex");

const chosenLanguages = ({ languages }: Config): readonly LanguageDefinition[] =>
  chooseLanguages(loadLanguages(), languages);

const chosenImage = (config: Config): ImageDefinition => imageOf(chosenLanguages(config), config.imageSuite);

export const findChosenImage = (config: Config): Image | null =>
  findImage(config.imagesDir, chosenImage(config));

/** Builds the image where it is missing. */
export const ensureChosenImage = (
  config: Config,
  onProgress: (step: string, done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<Image> => {
  return ensureImage({
    imagesDir: config.imagesDir,
    definition: chosenImage(config),
    languages: chosenLanguages(config),
    mirror: config.imageMirror,
    onProgress,
    ...(signal && { signal }),
  });
};

/** A redis-server for hosts that have none that is new enough; says which one it is now. */
export const ensureRedisServer = async (
  { imageSuite, imageMirror }: Config,
  signal?: AbortSignal,
): Promise<string> => {
  const { path, version } = findRedisServer();
  const enough = Number(version?.split(".")[0] ?? 0) >= REDIS_MIN_MAJOR;
  return enough ? `${path} ${version}` : buildOwnRedis(imageSuite, imageMirror, signal);
};

/** Removes images that no definition asks for any more. Only for the one that holds the data directory. */
export const removeOldImages = (config: Config): void => {
  const { dataDir, imagesDir } = config;
  // Others may run on images of a shared folder.
  if (imagesDir === join(dataDir, "images")) removeOtherImages(imagesDir, chosenImage(config));
};

const installedLanguages = (config: Config, image: Image | null): readonly InstalledLanguage[] =>
  chosenLanguages(config).map((language) => ({
    ...language,
    // An API on a machine without sandboxes has no image to ask.
    installedVersion: image?.manifest.versions[language.id] ?? "unknown",
  }));

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

/**
 * The API process. It gives up root before it listens, or right after where the port needs root: between the two
 * nothing is awaited, so no request is handled by root.
 */
export const composeApi = (config: Config, logger: Logger): Service => {
  const queue = createQueueClient({
    url: needRedis(config),
    prefix: config.redisPrefix,
    apiId: newIncarnation(),
    maxQueued: config.maxQueued,
    tenantMaxQueued: config.tenantMaxQueued,
    tenantMaxRunning: config.tenantMaxRunning,
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
  const api = createApi({
    config,
    queue,
    accounts,
    isAdminKey: createAdminKeyCheck(adminKeyOf(config, logger)),
    webhooks,
    callbackPolicy: webhookPolicy(config),
    languages: installedLanguages(config, findChosenImage(config)),
    logger,
  });
  return {
    async start() {
      await api.app.ready();
      goFirst(logger);
      const portNeedsRoot = config.port < firstUnprivilegedPort();
      if (!portNeedsRoot) dropPrivileges(config.serviceUid);
      await queue.start();
      await accounts?.start();
      await webhooks.start();
      await api.start();
      if (portNeedsRoot) dropPrivileges(config.serviceUid);
      await api.rehearse();
    },
    async stop(deadlineMs) {
      await api.stop(deadlineMs);
      await accounts?.stop();
      await webhooks.stop();
      await queue.stop();
    },
  };
};

const webhookPolicy = ({ webhookAllow }: Config): AddressPolicy =>
  createAddressPolicy(parseCidrs(webhookAllow) ?? []);

/** The process that sends webhooks: apart from the API, since it connects to wherever clients want. */
export const composeWebhooks = (config: Config, logger: Logger): Service => {
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
    logger,
  });
  return {
    async start() {
      dropPrivileges(config.serviceUid);
      await deliverer.start();
    },
    stop: (deadlineMs) => deliverer.stop(deadlineMs),
  };
};

const composeDriver = (config: Config, rootfs: string, logger: Logger): SandboxDriver =>
  createSandboxDriver({
    instance: config.instance,
    rootfs,
    agentDir: AGENT_DIR,
    stateDir: sandboxStateDir(config),
    runtime: config.runtime,
    preloads: loadLanguages().flatMap(({ preload }) => preload),
    logger,
  });

const sandboxStateDir = ({ stateDir }: Config): string => join(stateDir, "sandboxes");

/** The worker process. `fatal` is aborted when it can never be of use again. */
export const composeWorker = (config: Config, logger: Logger, fatal: AbortController): Service => {
  optimizeEarly();
  const image = findChosenImage(config);
  if (image === null) {
    throw new CompositionError(`There is no image in ${config.imagesDir}: run \`neuron image build\` first.`);
  }
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
    driver: composeDriver(config, image.rootfs, logger),
    languages: installedLanguages(config, image),
    logger,
    onFatal: (error) => fatal.abort(error),
  });
  return {
    start: () => worker.start(),
    async stop(deadlineMs) {
      await worker.stop(deadlineMs);
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
  const image = findChosenImage(config);
  if (image === null) return;
  const driver = composeDriver(config, image.rootfs, logger);
  await driver.start();
  await driver.stop();
};

/** What `neuron doctor` shows, and what `neuron up` refuses to start without. */
export const diagnose = async (config: Config): Promise<readonly Finding[]> => {
  const image = findChosenImage(config);
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
