import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { TESTED_LANGUAGES } from "./scripts/setup/tested-languages.mjs";

const source = (name: string) => fileURLToPath(new URL(`./packages/${name}/src/index.ts`, import.meta.url));

const alias = {
  "@neuron/sdk": source("sdk"),
  "@neuron/mcp": source("mcp"),
  "@neuron/contract": source("contract"),
  "@neuron/server": source("server"),
};

/** Slow guests (emulated kernels) multiply every deadline by this. */
const timeScale = Number(process.env.NEURON_TEST_TIME_SCALE ?? "1");

/** End-to-end tests that mostly wait and measure nothing: they run three at a time, with those of the page. */
const waiting = [
  "accounts",
  "cli",
  "drain",
  "events",
  "examples",
  "judge0",
  "judge0-clients",
  "kills",
  "languages",
  "mcp",
  "outputs",
  "piston",
  "piston-clients",
  "sdk-runtimes",
  "supervisor",
  "tracing",
  "webhooks",
].map((name) => `test/e2e/${name}.test.ts`);

process.env.NEURON_LANGUAGES ??= TESTED_LANGUAGES;

export default defineConfig({
  test: {
    globalSetup: ["./test/leftovers.ts"],
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
          testTimeout: 15_000 * timeScale,
          hookTimeout: 30_000 * timeScale,
          maxWorkers: 2,
          // To import everything anew for each file takes a third of the time.
          isolate: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts", "test/hostile/**/*.test.ts"],
          exclude: waiting,
          testTimeout: 60_000 * timeScale,
          hookTimeout: 120_000 * timeScale,
          // Real sandboxes share the machine's cores: one file at a time keeps measured times honest.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "page",
          include: ["test/page/**/*.test.ts"],
          testTimeout: 60_000 * timeScale,
          hookTimeout: 120_000 * timeScale,
          // The same as of the other project in this group: they share them.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "e2e-waiting",
          include: waiting,
          testTimeout: 60_000 * timeScale,
          hookTimeout: 120_000 * timeScale,
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
