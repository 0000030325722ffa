import { diagnose, formatFindings } from "@neuron/server";
import { Command } from "commander";
import { addSettings, configOf } from "../settings-options.js";

type Options = { readonly json?: boolean; readonly onlyProblems?: boolean } & Record<string, string>;

export const doctorCommand = (): Command =>
  addSettings(new Command("doctor"), "common", "queue", "worker", "image")
    .description("check what Neuron needs of this machine, and tell how to get what is missing")
    .option("--json", "as JSON")
    .option("--only-problems", "print nothing about what is well")
    .action(async ({ json, onlyProblems, ...options }: Options) => {
      const all = await diagnose(configOf(options));
      const shown = onlyProblems ? all.filter(({ state }) => state === "missing") : all;
      if (json) process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
      else if (shown.length > 0) process.stdout.write(`${formatFindings(shown)}\n`);
      if (all.some(({ state }) => state === "missing")) process.exitCode = 1;
    });
