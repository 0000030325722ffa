import { composeWorker, createLogger, runService, startTracing } from "@neuron/server";
import { Command } from "commander";
import { needRoot } from "../need-root.js";
import { addSettings, configOf } from "../settings-options.js";

export const workerCommand = (): Command =>
  addSettings(new Command("worker"), "common", "queue", "worker", "image")
    .description("run a worker alone: a pool of sandboxes that takes executions from a Redis")
    .action(async (options) => {
      needRoot("neuron worker");
      const config = configOf(options);
      const logger = createLogger({
        part: "worker",
        level: config.logLevel,
        pretty: process.stderr.isTTY === true,
      });
      const fatal = new AbortController();
      const service = composeWorker(config, logger, await startTracing("worker", process.env), fatal);
      process.exit(await runService({ service, logger, drainMs: config.drainMs, fatal: fatal.signal }));
    });
