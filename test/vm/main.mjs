// `npm run test:vm`: boots a stock Debian, whose cgroups are version 2, and has Neuron prove itself in it.
// See docs/guides/testing-on-cgroup-v2.md.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureOwnImage, readConfig } from "../../packages/server/dist/index.js";
import { ensureImageDisk, makeTreeDisk } from "./lib/disks.mjs";
import { bootGuest } from "./lib/guest.mjs";
import { ensureGuestImage } from "./lib/guest-image.mjs";

const { values } = parseArgs({
  options: {
    suite: { type: "string", default: "trixie" },
    /** Folder for what is built once. */
    cache: { type: "string", default: process.env.NEURON_VM_CACHE ?? "/var/lib/neuron-vm" },
    /** vitest files to run in the guest instead of its own suite; may be repeated. */
    tests: { type: "string", multiple: true },
    /** Use /dev/kvm instead of emulating the processor. */
    kvm: { type: "boolean", default: false },
    /** A command to run in the guest instead. */
    command: { type: "string" },
  },
});
const SUITE_TIMEOUT_MS = 3_600_000;
/** Of an emulated guest: processes start 30-60 times as slowly there. */
const TIME_SCALE = 20;

const startedAt = performance.now();
const say = (/** @type {string} */ line) =>
  process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)}s ${line}\n`);

const NODE =
  "node=$(command -v node || true); $node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null || node=/opt/neuron/node";
const MOUNTS =
  "mkdir -p /opt/neuron /var/lib/neuron/images && mount LABEL=tree /opt/neuron && mount -o ro LABEL=images /var/lib/neuron/images";

/** What is run in the guest. */
const guestCommand = () => {
  if (values.command !== undefined) return values.command;
  if (values.tests === undefined) return "$node test/vm/guest/main.mjs";
  const env = `NO_COLOR=1 NEURON_TEST_STRICT=1 NEURON_TEST_TIME_SCALE=${TIME_SCALE}`;
  return `${env} $node node_modules/vitest/vitest.mjs run --maxWorkers=1 ${values.tests.join(" ")}`;
};

const main = async () => {
  const folder = mkdtempSync(join(tmpdir(), "neuron-vm-"));
  /** @type {import("./lib/guest.mjs").Guest | null} */
  let guest = null;
  const interrupted = (/** @type {NodeJS.Signals} */ signal) => {
    // qemu dies with us; what is left is the folder.
    rmSync(folder, { recursive: true, force: true });
    say(`ended by ${signal}`);
    process.exit(130);
  };
  process.on("SIGINT", interrupted).on("SIGTERM", interrupted).on("SIGHUP", interrupted);
  try {
    const image = await ensureGuestImage(values.cache, values.suite, say);
    const { rootfs } = await ensureOwnImage(readConfig({ env: process.env }), (step) =>
      say(`core image: ${step}`),
    );
    const disks = [await makeTreeDisk(folder), await ensureImageDisk(values.cache, rootfs)];
    say(`booting Debian ${values.suite} ...`);
    guest = await bootGuest(image, disks, folder, values.kvm);
    say(`booted after ${(guest.bootMs / 1000).toFixed(0)} s`);
    await guest.ssh(MOUNTS, { timeoutMs: 120_000 });
    await guest.ssh(`${NODE}; cd /opt/neuron && export PATH=$PATH:/usr/sbin:/sbin && ${guestCommand()}`, {
      timeoutMs: SUITE_TIMEOUT_MS,
      onStdout: (chunk) => process.stdout.write(chunk),
      onStderr: (chunk) => process.stderr.write(chunk),
    });
  } finally {
    await guest?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  // The guest's suite has told its own failures, and their sum, as the last line.
  if (error.code !== 1 || values.tests || values.command) process.stdout.write(`${error.stack}\n`);
  if (error.code !== 1) process.stdout.write("\n0 passed, 1 failed\n");
}
