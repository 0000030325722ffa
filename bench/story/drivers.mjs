import { dirname, join } from "node:path";
import { createSandboxDriver } from "../../packages/server/dist/sandbox/index.js";
import { inRoot } from "../paths.mjs";

/** A driver has a range of ids for so many sandboxes. */
const SANDBOXES_PER_DRIVER = 250;

const quiet = () => {};
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet, trace: quiet, fatal: quiet };

/** As many drivers of the service's own sandboxes as it takes for `atOnce` at a time. */
export const createDrivers = ({ atOnce, scratch, rootfs }) =>
  Array.from({ length: Math.ceil(atOnce / SANDBOXES_PER_DRIVER) }, (_, index) =>
    createSandboxDriver({
      instance: `bench-story-${index}`,
      rootfs,
      imagesDir: dirname(dirname(rootfs)),
      layersOf: () => null,
      agentDir: inRoot("agent/build/"),
      stateDir: join(scratch, "story", String(index)),
      runtime: process.env.NEURON_RUNTIME ?? "runc",
      logger,
    }),
  );

/** What a process that was killed left: a driver's start removes it, its stop removes the rest. */
export const removeLeftSandboxes = async (setup) => {
  for (const driver of createDrivers(setup)) {
    await driver.start();
    await driver.stop();
  }
};
