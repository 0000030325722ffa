import { fileURLToPath } from "node:url";
import {
  type Config,
  createLogger,
  createSupervisor,
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
  addSettings(new Command("up"), "common", "queue", "api", "accounts", "worker", "image")
    .description("start everything on this machine: Redis, worker and API, under one supervisor")
    .action(async (options) => up(configOf(options)));

const up = async (config: Config): Promise<void> => {
  needRoot("neuron up");
  const logger = createLogger({
    part: "supervisor",
    level: config.logLevel,
    pretty: process.stderr.isTTY === true,
  });
  const supervisor = createSupervisor({
    config,
    command: [MAIN],
    env: process.env,
    logger,
    async prepare(signal) {
      await needMachine(config);
      const store = openLanguages(config);
      // One that cannot be had is told of, and is no reason to serve nothing.
      await addLanguages(store, store.wanted, signal);
      removeOldImages(config);
    },
    removeSandboxes: () => removeSandboxes(config, logger),
    onReady: (url) => process.stdout.write(`neuron ready on ${url}\n`),
  });
  const stopped = onSignals(supervisor);
  await supervisor.start();
  await stopped;
  // Nothing is left that would keep it: whatever does must not keep a terminal either.
  process.exit(0);
};

/** Resolves when a signal came and everything has stopped. The second signal ends at once what is left. */
const onSignals = (supervisor: Supervisor): Promise<void> =>
  new Promise((resolve) => {
    let firstAt: number | null = null;
    const onSignal = (): void => {
      if (firstAt !== null && Date.now() - firstAt < SAME_SIGNAL_MS) return;
      firstAt ??= Date.now();
      void supervisor.stop().then(resolve);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  });
