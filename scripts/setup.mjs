// Makes a fresh clone ready to run: packages of the host and of npm, what has to be compiled, the image.
// It needs nothing but Node, looks before it does anything, and may be interrupted and repeated at any point.
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { ensureAgent, ensureBuild, ensureNodeModules, ensurePage } from "./setup/build.mjs";
import { checkMachine } from "./setup/machine.mjs";
import { ensurePackages } from "./setup/packages.mjs";
import { must, run } from "./setup/run.mjs";
import { SetupError, step } from "./setup/say.mjs";

/** Everything but the image, which `neuron up` makes by itself. `tests`: what only they need as well. */
export const setUp = async ({ tests = false } = {}) => {
  checkMachine();
  await ensurePackages({ tests });
  await ensureNodeModules();
  await ensureBuild();
  await ensurePage();
  await ensureAgent();
  await ensureRedis();
};

/** Ubuntu 22.04's Redis is too old; then another one is unpacked beside it. */
const ensureRedis = async () => {
  if (process.env.NEURON_REDIS_URL) return;
  const { output } = await run("redis-server", ["--version"], { quiet: true });
  if (Number(/v=(\d+)/.exec(output)?.[1] ?? 0) >= 7 || existsSync("/opt/neuron/redis/redis-server")) return;
  await step("unpacking a newer redis-server into /opt/neuron/redis", () =>
    must(process.execPath, ["bin/neuron.mjs", "image", "redis"]),
  );
};

/** Checks the machine as `neuron doctor` does, and builds the image. */
export const setUpImage = async () => {
  await must(process.execPath, ["bin/neuron.mjs", "doctor", "--only-problems"], { advice: "" });
  await must(process.execPath, ["bin/neuron.mjs", "image", "build"]);
};

/** @param {unknown} error */
export const explain = (error) =>
  error instanceof SetupError ? error.message : (error?.stack ?? String(error));

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    await setUp();
    await setUpImage();
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}
