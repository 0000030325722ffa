import { execFile, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import * as fs from "node:fs/promises";
import { setPriority } from "node:os";
import * as path from "node:path";
import type { Duplex, Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { Logger } from "pino";
import { AgentChannel } from "./agent-channel.js";
import { ociConfig } from "./bundle.js";
import {
  type Cgroups,
  createCgroups,
  IDLE_MEMORY_BYTES,
  IDLE_PROCESSES,
  type SandboxCgroup,
} from "./cgroups/index.js";
import { endRuntimes } from "./end-runtimes.js";
import { primeOf } from "./kinds.js";
import { IDLE_MIB, primesWith } from "./primes.js";
import { AgentSandbox } from "./sandbox.js";
import type { JailKind, LayersOf, Preload, Sandbox, SandboxDriver } from "./types.js";
import { FromAgent, WIRE_VERSION } from "./wire.js";

const run = promisify(execFile);

/** The agent and the objects that make zygotes of runtimes: what sandboxes find in `AGENT_DIR`. */
export const agentFiles = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => name === "agent" || /^zygote.*\.so$/.test(name));

export interface SandboxDriverOptions {
  /** Name of this instance: part of the cgroups' and the state folder's names. Letters, digits, dashes. */
  readonly instance: string;
  /** Root file system of the image. Never written to. */
  readonly rootfs: string;
  /** Folder with the layers that other roots are made of, and with the image. */
  readonly imagesDir: string;
  readonly layersOf: LayersOf;
  /** Folder with `agent` and the zygote objects. */
  readonly agentDir: string;
  /** Folder for run-time state, on a tmpfs by preference, not below a folder that others cannot traverse. */
  readonly stateDir: string;
  /** OCI runtime: a name to be found in PATH, or a path. Arguments may follow, such as `runsc --platform=ptrace`. */
  readonly runtime: string;
  /** CPUs' worth of time for each sandbox. Default 1. */
  readonly cpus?: number;
  /** Kinds beside the built-in ones. */
  readonly preloads?: readonly Preload[];
  readonly logger: Logger;
}

const BOOT_TIMEOUT_MS = 60_000;
const RUNTIME_TIMEOUT_MS = 60_000;
const RUNTIME_LAST_WORDS_MS = 1_000;
/** Above its programs, so that its deadlines hold under their load. */
const AGENT_NICE = -10;
/** Host ids that systemd's own register of uid ranges leaves free: 1879048192 to 2147483647. */
const HOST_IDS_FIRST = 0x7000_0000;
const SLOTS = 256;
/** Deleting a container is mostly waiting. */
const REMOVALS_AT_ONCE = 4;

/**
 * Boots sandboxes with an OCI runtime.
 *
 * On the host a sandbox is: a container of the runtime (its state below `<stateDir>/runtime`), a bundle folder, cgroups
 * below `neuron-<instance>`, and a process tree with the agent at its root. All of them carry the sandbox's id, so that
 * the next start finds what a killed worker left. The agent ends by itself when the worker's end of its stdin is gone,
 * unless it is frozen: only the next start can end that one.
 */
export function createSandboxDriver(options: SandboxDriverOptions): SandboxDriver {
  const { logger, stateDir } = options;
  const [runtime = "runc", ...runtimeFlags] = options.runtime.split(/\s+/).filter(Boolean);
  const compat = path.basename(runtime) === "runsc";
  // gVisor would look for interfaces to take over from the namespace, which has none, and refuse to start.
  if (compat && !runtimeFlags.some((flag) => flag.startsWith("--network")))
    runtimeFlags.push("--network=none");
  const cpus = options.cpus ?? 1;
  const primes = primesWith(options.preloads ?? []);
  const parent = `neuron-${options.instance}`;
  const runtimeState = path.join(stateDir, "runtime");
  const bundles = path.join(stateDir, "bundles");
  const rootfs = path.join(stateDir, "rootfs");
  const agentDir = path.join(stateDir, "agent");
  const imagesDir = path.join(stateDir, "images");
  const firstHostId =
    HOST_IDS_FIRST + ((createHash("sha256").update(options.instance).digest()[0] ?? 0) % 15) * (SLOTS << 16);
  const freeSlots = Array.from({ length: SLOTS }, (_, slot) => SLOTS - 1 - slot);
  const live = new Map<string, Sandbox>();
  const booting = new Set<Promise<Sandbox>>();
  let cgroups: Cgroups | null = null;
  let stopping = false;

  const runtimeArgs = (...args: string[]): string[] => [...runtimeFlags, "--root", runtimeState, ...args];

  /** Kills what is left of a sandbox and removes every trace of it. Repeatable. */
  async function dispose(id: string, cgroup: SandboxCgroup | null, groups: Cgroups): Promise<void> {
    const group = cgroup ?? openIfThere(id, groups);
    group?.kill();
    if (existsSync(path.join(runtimeState, id))) {
      await run(runtime, runtimeArgs("delete", "--force", id), { timeout: RUNTIME_TIMEOUT_MS }).catch(
        (error: unknown) => {
          logger.warn({ sandbox: id, error }, "the runtime could not delete the container");
        },
      );
    }
    await removeGroups(id, group, groups);
    group?.close();
    await fs.rm(path.join(runtimeState, id), { recursive: true, force: true });
    await fs.rm(path.join(bundles, id), { recursive: true, force: true });
  }

  async function removeGroups(id: string, group: SandboxCgroup | null, groups: Cgroups): Promise<void> {
    // A killed process leaves its cgroup when the kernel is done with it, which nobody announces.
    const deadline = performance.now() + 10_000;
    for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 100)) {
      try {
        groups.remove(id);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EBUSY" || performance.now() > deadline) throw error;
      }
      group?.kill();
      await delay(waitMs);
    }
  }

  function openIfThere(id: string, groups: Cgroups): SandboxCgroup | null {
    try {
      return groups.open(id);
    } catch (error) {
      // Half-made: no process was ever in it, or its controllers are gone already.
      logger.debug({ sandbox: id, error }, "no complete cgroup");
      return null;
    }
  }

  async function removeLeftovers(groups: Cgroups): Promise<void> {
    await endRuntimes(runtimeState);
    const names = await fs.readdir(runtimeState).catch(() => [] as string[]);
    const ids = [...new Set([...names, ...groups.list()])];
    if (ids.length > 0) logger.info({ sandboxes: ids.length }, "removing what a dead worker left");
    const removeNext = async (): Promise<void> => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) await dispose(id, null, groups);
    };
    await Promise.all(Array.from({ length: REMOVALS_AT_ONCE }, removeNext));
    await fs.rm(bundles, { recursive: true, force: true });
    await unmount();
  }

  async function unmount(): Promise<void> {
    for (const point of [rootfs, agentDir, imagesDir]) {
      while (await isMounted(point)) await run("umount", ["--lazy", point]);
    }
  }

  async function bootOne(kind: JailKind, groups: Cgroups): Promise<Sandbox> {
    const slot = freeSlots.pop();
    if (slot === undefined) throw new Error(`more than ${SLOTS} sandboxes`);
    const id = `s${slot}-${randomBytes(4).toString("hex")}`;
    try {
      const sandbox = await start(id, slot, kind, groups);
      live.set(id, sandbox);
      return sandbox;
    } catch (error) {
      await dispose(id, null, groups);
      freeSlots.push(slot);
      throw error;
    }
  }

  async function start(id: string, slot: number, kind: JailKind, groups: Cgroups): Promise<Sandbox> {
    const bundle = path.join(bundles, id);
    await fs.mkdir(bundle, { recursive: true, mode: 0o711 });
    const config = ociConfig({
      rootfs,
      agentDir,
      imagesDir: compat ? null : imagesDir,
      cgroupsPath: groups.pathFor(id),
      firstHostId: firstHostId + (slot << 16),
      memoryBytes: IDLE_MEMORY_BYTES,
      processes: IDLE_PROCESSES,
      cpus,
      compat,
    });
    await fs.writeFile(path.join(bundle, "config.json"), JSON.stringify(config));
    const pidFile = path.join(bundle, "pid");
    const command = [
      runtime,
      ...runtimeArgs("run", "--detach", "--bundle", bundle, "--pid-file", pidFile, id),
    ];
    // Node destroys a child's own stdin when the child exits, and the runtime exits while its container lives on: the
    // channel is a socket of ours on descriptor 3, moved to 0 and 1 by the shell.
    const child = spawn("/bin/sh", ["-c", 'exec "$@" <&3 >&3 3>&-', "sh", ...command], {
      stdio: ["ignore", "ignore", "pipe", "pipe"],
      // A signal to the terminal's group is for the worker to act on.
      detached: true,
    });
    const socket = child.stdio[3] as Duplex;
    const stderr = child.stdio[2] as Readable;
    const said: string[] = [];
    stderr.on("data", (chunk: Buffer) => {
      said.push(chunk.toString());
      if (said.length > 20) said.shift();
    });
    stderr.on("error", () => {});
    const channel = new AgentChannel(socket);
    /** Null when it ended well: a container that runs detached. */
    const failed = new Promise<Error | null>((resolve) => {
      child.once("error", (error) => resolve(new Error(`cannot run ${runtime}: ${error.message}`)));
      child.once("close", (code, signal) => {
        resolve(
          code === 0 ? null : new Error(`${runtime} ended with ${code ?? signal}: ${said.join("").trim()}`),
        );
      });
    });
    const started = failed.then((error) => (error ? Promise.reject(error) : new Promise<never>(() => {})));
    started.catch(() => {});
    let cgroup: SandboxCgroup | null = null;
    try {
      const hello = await Promise.race([channel.expect(FromAgent.hello, BOOT_TIMEOUT_MS), started]);
      if (hello.readUInt32LE(0) !== WIRE_VERSION)
        throw new Error("the agent speaks another version of the protocol");
      cgroup = groups.open(id);
      raise(cgroup, id);
      const open = cgroup;
      const sandbox = new AgentSandbox({
        id,
        channel,
        cgroup,
        cpus,
        primes,
        layersOf: options.layersOf,
        dispose: async () => {
          stderr.destroy();
          await dispose(id, open, groups);
          live.delete(id);
          freeSlots.push(slot);
        },
      });
      await sandbox.prepare(kind);
      return sandbox;
    } catch (error) {
      cgroup?.kill();
      cgroup?.close();
      // What the runtime says of it tells more than the silence of its container. Killed when it hangs: it must not
      // make a container after all when everything has been removed.
      const failure = await Promise.race([failed, delay(RUNTIME_LAST_WORDS_MS, null, { ref: false })]);
      if (child.exitCode === null) child.kill("SIGKILL");
      channel.close();
      stderr.destroy();
      if (failure) throw failure;
      throw new Error([(error as Error).message, ...said].join(": ").trim(), { cause: error });
    }
  }

  function raise(cgroup: SandboxCgroup, id: string): void {
    try {
      for (const pid of cgroup.processIds()) setPriority(pid, AGENT_NICE);
    } catch (error) {
      logger.debug({ sandbox: id, error }, "cannot raise the agent's priority");
    }
  }

  function started(): Cgroups {
    if (!cgroups) throw new Error("the sandbox driver is not started");
    return cgroups;
  }

  return {
    zygotes: !compat,
    roots: !compat,
    async start() {
      const groups = createCgroups(parent);
      await fs.mkdir(stateDir, { recursive: true, mode: 0o711 });
      await removeLeftovers(groups);
      await fs.mkdir(runtimeState, { recursive: true, mode: 0o700 });
      await fs.mkdir(bundles, { recursive: true, mode: 0o711 });
      // The image and the agent may lie below a folder that a sandbox's root, an unprivileged user, cannot enter.
      await fs.mkdir(rootfs, { recursive: true, mode: 0o755 });
      await run("mount", ["--bind", options.rootfs, rootfs]);
      // gVisor's file server remounts it inside a user namespace and fails over flags that it did not set itself.
      const flags = compat ? "" : ",nosuid,nodev";
      await run("mount", ["-o", `remount,bind,ro${flags}`, rootfs]);
      // Layers come into it while sandboxes run.
      await fs.mkdir(imagesDir, { recursive: true, mode: 0o755 });
      await run("mount", ["--bind", options.imagesDir, imagesDir]);
      await run("mount", ["-o", `remount,bind,ro${flags}`, imagesDir]);
      await fs.mkdir(agentDir, { recursive: true, mode: 0o755 });
      // Of its own: Debian and Ubuntu mount /run noexec, and a bind mount of a folder there could not be made otherwise.
      await run("mount", ["-t", "tmpfs", "-o", `mode=755,size=16m${flags}`, "neuron-agent", agentDir]);
      for (const file of agentFiles(options.agentDir)) {
        await fs.copyFile(path.join(options.agentDir, file), path.join(agentDir, file));
        await fs.chmod(path.join(agentDir, file), 0o755);
      }
      for (const point of ["images", "root"]) await fs.mkdir(path.join(agentDir, point), { mode: 0o755 });
      groups.createParent();
      cgroups = groups;
      logger.debug({ cgroupVersion: groups.version, runtime: options.runtime }, "sandbox driver started");
    },
    async boot(kind) {
      if (stopping) throw new Error("the sandbox driver is stopping");
      const boot = bootOne(kind, started());
      booting.add(boot);
      try {
        return await boot;
      } finally {
        booting.delete(boot);
      }
    },
    idleBytes: (kind) => (primes.get(primeOf(kind))?.idleMib ?? IDLE_MIB) * 1024 ** 2,
    totalCpuMs: () => started().totalCpuMs(),
    async stop() {
      stopping = true;
      if (!cgroups) return;
      await Promise.allSettled(booting);
      await Promise.all([...live.values()].map((sandbox) => sandbox.destroy()));
      const groups = cgroups;
      cgroups = null;
      // A boot that a dead worker had under way may have come to its end after our start.
      await removeLeftovers(groups);
      groups.removeParent();
      await fs.rm(stateDir, { recursive: true, force: true });
    },
  };
}

async function isMounted(point: string): Promise<boolean> {
  const mounts = await fs.readFile("/proc/self/mountinfo", "utf8");
  return mounts.split("\n").some((line) => line.split(" ")[4] === point);
}
