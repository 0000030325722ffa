import { execFileSync } from "node:child_process";
import { mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testRootfs } from "../test-image.js";
import { command, createRig, lines } from "./rig.js";

const folder = `/run/neuron/noexec-${process.pid}`;

beforeEach(() => {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  execFileSync("mount", ["-t", "tmpfs", "-o", "nosuid,nodev,noexec,mode=755", "tmpfs", folder]);
});
afterEach(() => {
  execFileSync("umount", [folder]);
  rmdirSync(folder);
});

test("sandboxes start where /run is mounted noexec, as Debian and Ubuntu have it", async () => {
  const rig = await createRig(testRootfs(), { stateDir: join(folder, "state") });
  try {
    const sandbox = await rig.driver.boot("launcher");
    const report = await sandbox.run(command(["echo", "hello"]));
    expect(lines(report)).toEqual(["hello"]);
  } finally {
    await rig.stop();
  }
  expect(rig.traces()).toEqual([]);
});
