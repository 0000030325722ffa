import { composeWebhooks, createLogger, runService, startTracing } from "@neuron/server";
import { Command } from "commander";
import { addSettings, configOf } from "../settings-options.js";

export const webhooksCommand = (): Command =>
  addSettings(new Command("webhooks"), "common", "queue", "webhooks")
    .description(
      "send webhooks: what `neuron up` runs beside API and worker; any number may run on one Redis",
    )
    .action(async (options) => {
      const config = configOf(options);
      const logger = createLogger({
        part: "webhooks",
        level: config.logLevel,
        pretty: process.stderr.isTTY === true,
      });
      const service = composeWebhooks(config, logger, await startTracing("webhooks", process.env));
      process.exit(await runService({ service, logger, drainMs: config.drainMs }));
    });
