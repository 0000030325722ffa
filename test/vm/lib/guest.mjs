// One guest under qemu: booted, reached by ssh, and ended by its process id.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { run } from "./process.mjs";

/** Emulated, at the lowest priority, beside whatever else the machine does. */
const BOOT_TIMEOUT_MS = 600_000;
const MEMORY_MIB = 3072;
const CPUS = 2;
const POWER_OFF_TIMEOUT_MS = 60_000;

const freePort = async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
};

/**
 * @typedef {object} Guest
 * @property {number} bootMs
 * @property {number} pid
 * @property {(command: string, options?: { timeoutMs?: number, onStdout?: (chunk: Buffer) => void, onStderr?: (chunk: Buffer) => void }) => Promise<string>} ssh
 * @property {() => Promise<void>} stop
 */

/**
 * @param {import("./guest-image.mjs").GuestImage} image
 * @param {readonly string[]} disks further ones; nothing that the guest writes is kept
 * @param {string} folder for the console's log and what the guest writes
 * @param {boolean} kvm use the processor's virtualisation, which not every machine with a /dev/kvm has in working order
 * @returns {Promise<Guest>}
 */
export const bootGuest = async (image, disks, folder, kvm) => {
  const port = await freePort();
  const consoleLog = join(folder, "console.log");
  const startedAt = performance.now();
  const args = [
    ...["-machine", "q35", "-accel", kvm ? "kvm" : "tcg,thread=multi", "-cpu", "max"],
    ...["-smp", String(CPUS), "-m", String(MEMORY_MIB)],
    ...["-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-serial", `file:${consoleLog}`],
    ...["-kernel", image.kernel, "-initrd", image.initrd],
    ...["-append", "root=LABEL=guest ro console=ttyS0 quiet systemd.show_status=0 net.ifnames=0"],
    ...[image.disk, ...disks].flatMap((file) => ["-drive", `file=${file},format=raw,if=virtio,snapshot=on`]),
    // Nothing but our own connection gets in, and nothing gets out.
    ...["-netdev", `user,id=n0,restrict=on,hostfwd=tcp:127.0.0.1:${port}-:22`],
    ...["-device", "virtio-net-pci,netdev=n0", "-device", "virtio-rng-pci"],
  ];
  const qemu = spawn(
    "setpriv",
    ["--pdeathsig", "KILL", "--", "nice", "-n", "19", "qemu-system-x86_64", ...args],
    { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, TMPDIR: folder } },
  );
  const log = createWriteStream(join(folder, "qemu.log"));
  qemu.stderr.pipe(log);
  const ended = new Promise((resolve) => qemu.once("exit", resolve).once("error", resolve));
  const isUp = () => qemu.pid !== undefined && qemu.exitCode === null && qemu.signalCode === null;

  const options = Object.entries({
    BatchMode: "yes",
    ConnectTimeout: "60",
    IdentitiesOnly: "yes",
    LogLevel: "ERROR",
    ServerAliveInterval: "30",
    ServerAliveCountMax: "10",
    StrictHostKeyChecking: "no",
    UserKnownHostsFile: "/dev/null",
  }).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  const sshArgs = ["-F", "none", "-i", image.key, "-p", String(port), ...options, "root@127.0.0.1"];

  /** @type {Guest["ssh"]} */
  const ssh = (command, given) => run("ssh", [...sshArgs, command], given);

  const stop = async () => {
    if (!isUp()) return;
    await ssh("systemctl poweroff --force", { timeoutMs: POWER_OFF_TIMEOUT_MS }).catch(() => {
      // It cannot be asked, or went while it was: either way it ends now.
    });
    const gone = await Promise.race([
      ended.then(() => true),
      delay(POWER_OFF_TIMEOUT_MS, false, { ref: false }),
    ]);
    if (!gone) qemu.kill("SIGKILL");
    await ended;
  };

  try {
    for (;;) {
      if (!isUp()) throw new Error(`qemu ended: ${readFileSync(join(folder, "qemu.log"), "utf8")}`);
      if (performance.now() - startedAt > BOOT_TIMEOUT_MS)
        throw new Error(`The guest does not answer:\n${readFileSync(consoleLog, "latin1").slice(-4000)}`);
      try {
        await ssh("true", { timeoutMs: 120_000 });
        break;
      } catch {
        await delay(1000);
      }
    }
  } catch (error) {
    qemu.kill("SIGKILL");
    await ended;
    throw error;
  }
  return { bootMs: performance.now() - startedAt, pid: qemu.pid ?? 0, ssh, stop };
};
