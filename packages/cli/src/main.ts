#!/usr/bin/env node
import { Command } from "commander";
import { adminCommand } from "./commands/admin/index.js";
import { apiCommand } from "./commands/api.js";
import { docsCommand } from "./commands/docs.js";
import { doctorCommand } from "./commands/doctor.js";
import { imageCommand } from "./commands/image.js";
import { languagesCommand } from "./commands/languages.js";
import { upCommand } from "./commands/up.js";
import { webhooksCommand } from "./commands/webhooks.js";
import { workerCommand } from "./commands/worker.js";
import { explainFailure } from "./failure.js";

// Images and folders must be readable for the users that sandboxes run as, whatever the caller's mask.
process.umask(0o022);

const program = new Command("neuron")
  .description("Runs code that nobody trusts, at once, for many people.")
  .version("0.1.0")
  .showHelpAfterError("(neuron --help lists the commands)")
  .addCommand(upCommand())
  .addCommand(apiCommand())
  .addCommand(workerCommand())
  .addCommand(webhooksCommand())
  .addCommand(doctorCommand())
  .addCommand(languagesCommand())
  .addCommand(imageCommand())
  .addCommand(adminCommand())
  .addCommand(docsCommand(), { hidden: true });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${explainFailure(error)}\n`);
}
