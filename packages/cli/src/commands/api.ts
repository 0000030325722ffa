import { composeApi, createLogger, runService, startTracing } from "@neuron/server";
import { Command } from "commander";
import { addSettings, configOf } from "../settings-options.js";

export const apiCommand = (): Command =>
  addSettings(new Command("api"), "common", "queue", "api", "judge0", "piston", "accounts", "image")
    .description("run the API alone (it needs a Redis, and workers elsewhere)")
    .action(async (options) => {
      const config = configOf(options);
      const logger = createLogger({
        part: "api",
        level: config.logLevel,
        pretty: process.stderr.isTTY === true,
      });
      const service = composeApi(config, logger, await startTracing("api", process.env));
      process.exit(await runService({ service, logger, drainMs: config.drainMs }));
    });
