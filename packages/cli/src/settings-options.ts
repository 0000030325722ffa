import { type Config, readConfig, SETTINGS } from "@neuron/server";
import { type Command, Option } from "commander";

/** The settings that concern everybody, and those of single parts. */
const OF = {
  common: ["dataDir", "logLevel"],
  queue: ["redisUrl", "redisPrefix"],
  api: [
    "host",
    "port",
    "unsafeOpen",
    "maxQueued",
    "tenantMaxQueued",
    "tenantMaxRunning",
    "maxSessions",
    "tenantMaxSessions",
    "serviceUid",
    "drainMs",
    "webhookAllow",
  ],
  judge0: [
    "judge0Port",
    "judge0Strict",
    "judge0OriginalNames",
    "judge0EnableSubmissionDelete",
    "judge0AllowOrigin",
  ],
  piston: [
    "pistonStrict",
    "pistonExactVersions",
    "pistonCompileTimeout",
    "pistonRunTimeout",
    "pistonCompileCpuTime",
    "pistonRunCpuTime",
    "pistonCompileMemoryLimit",
    "pistonRunMemoryLimit",
    "pistonOutputMaxSize",
    "pistonLimitOverrides",
  ],
  accounts: ["accounts", "signUp", "signUpsPerHour", "freeExecutions", "requestsPerSecond", "trustProxy"],
  worker: ["poolSize", "poolMemoryMib", "runtime", "singleUse", "compileCacheMib", "drainMs"],
  webhooks: ["webhookAllow", "serviceUid", "drainMs"],
  image: ["languages", "imagesDir", "imageSuite", "imageMirror"],
} as const satisfies Record<string, readonly (keyof typeof SETTINGS)[]>;

/** Adds a flag for each setting of these groups. */
export const addSettings = (command: Command, ...groups: (keyof typeof OF)[]): Command => {
  for (const key of new Set(groups.flatMap((group) => [...OF[group]]))) {
    const { flag, value, help, env, fallback, fallbackText } = SETTINGS[key];
    if (flag === null) continue;
    const shown = fallbackText ?? (value === null ? "" : String(fallback));
    const notes = [env, ...(shown === "" ? [] : [`default: ${shown}`])].join(", ");
    command.addOption(new Option(value === null ? flag : `${flag} <${value}>`, `${help} (${notes})`));
  }
  return command;
};

/**
 * Flags over environment. The only reading of the environment, besides what child processes inherit and OpenTelemetry's own
 * variables.
 */
export const configOf = (options: Record<string, string | boolean | undefined>): Config =>
  readConfig({ env: process.env, flags: options });
