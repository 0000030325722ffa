#!/usr/bin/env node
import { Command } from "commander";
import { COMMANDS } from "./commands/index.js";
import { explain } from "./explain.js";
import { VERSION } from "./version.js";

// Images and folders must be readable for the users that sandboxes run as, whatever the caller's mask.
process.umask(0o022);

const program = new Command("neuron")
  .description("Runs code that nobody trusts, at once, for many people.")
  .version(VERSION)
  .showHelpAfterError("(neuron --help lists the commands)");

try {
  const asked = process.argv[2] ?? "";
  // All of them for help, for a name that is unknown, and for what stands before a name.
  const wanted = Object.hasOwn(COMMANDS, asked) ? [asked] : Object.keys(COMMANDS);
  for (const name of wanted) {
    const { load, hidden = false } = COMMANDS[name] ?? {};
    if (load !== undefined) program.addCommand(await load(), { hidden });
  }
  await program.parseAsync();
} catch (error) {
  const { message, exitCode } = await explain(error);
  process.exitCode = exitCode;
  process.stderr.write(`${message}\n`);
}
