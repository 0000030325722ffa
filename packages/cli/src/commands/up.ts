import { fileURLToPath } from "node:url";
import {
  type Config,
  createLogger,
  createSupervisor,
  type LanguageStore,
  type Logger,
  needMachine,
  openLanguages,
  removeOldImages,
  removeSandboxes,
  type Supervisor,
} from "@neuron/server";
import { Command } from "commander";
import { needRoot } from "../need-root.js";
import { addSettings, configOf } from "../settings-options.js";
import { addLanguages } from "./languages/index.js";

const MAIN = fileURLToPath(new URL("../main.js", import.meta.url));

/** npm passes on a Ctrl-C that the terminal has sent to everyone already: a repetition this soon is no second wish. */
const SAME_SIGNAL_MS = 1_000;

export const upCommand = (): Command =>
  addSettings(new Command("up"), "common", "queue", "api", "judge0", "piston", "accounts", "worker", "image")
    .description("start everything on this machine: Redis, worker and API, under one supervisor")
    .action(async (options) => up(configOf(options)));

const up = async (config: Config): Promise<void> => {
  needRoot("neuron up");
  const logger = createLogger({
    part: "supervisor",
    level: config.logLevel,
    pretty: process.stderr.isTTY === true,
  });
  const store = openLanguages(config);
  const outdated = store.outdated();
  const supervisor = createSupervisor({
    config,
    command: [MAIN],
    env: process.env,
    logger,
    async prepare(signal) {
      await needMachine(config);
      // One that cannot be had is told of, and is no reason to serve nothing.
      await addLanguages(store, store.wanted, signal);
      if (outdated.length === 0) removeOldImages(config);
    },
    removeSandboxes: () => removeSandboxes(config, logger),
    onReady(url) {
      process.stdout.write(`neuron ready on ${url}\n`);
      if (outdated.length > 0) void addAgain(store, outdated, config, logger, ending.signal);
    },
  });
  const ending = new AbortController();
  const stopped = onSignals(supervisor, () => ending.abort());
  await supervisor.start();
  await stopped;
  // Nothing is left that would keep it: whatever does must not keep a terminal either.
  process.exit(0);
};

/** What was added for an earlier version is built anew while the service runs, which takes it up as it comes. */
const addAgain = async (
  { add }: LanguageStore,
  outdated: readonly string[],
  config: Config,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> => {
  logger.info({ languages: outdated }, "adding languages again, in their new form");
  try {
    const { failed } = await add(outdated, {
      signal,
      onImage: () => {},
      onProgress: () => {},
      onAdded: ({ language, version }) => logger.info({ language, version }, "language added"),
    });
    for (const error of failed.values()) logger.warn({ err: error }, "a language could not be added again");
    removeOldImages(config);
  } catch (error) {
    if (!signal.aborted) logger.warn({ err: error }, "languages could not be added again");
  }
};

/** Resolves when a signal came and everything has stopped. The second signal ends at once what is left. */
const onSignals = (supervisor: Supervisor, onFirst: () => void): Promise<void> =>
  new Promise((resolve) => {
    let firstAt: number | null = null;
    const onSignal = (): void => {
      if (firstAt !== null && Date.now() - firstAt < SAME_SIGNAL_MS) return;
      firstAt ??= Date.now();
      onFirst();
      void supervisor.stop().then(resolve);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  });
