import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { hasApt } from "./machine.mjs";
import { run } from "./run.mjs";
import { SetupError, say, step } from "./say.mjs";

/** @param {string} name */
const onPath = (name) =>
  `${process.env.PATH ?? ""}:/usr/sbin:/sbin`.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return folder !== "";
    } catch {
      return false;
    }
  });

/** Package -> whether what we need of it is there, however it came to be there. */
const NEEDED = {
  "redis-server": () => onPath("redis-server"),
  runc: () => onPath(process.env.NEURON_RUNTIME?.split(" ")[0] || "runc"),
  mmdebstrap: () => onPath("mmdebstrap"),
  gcc: () => onPath("cc") || onPath("gcc"),
  make: () => onPath("make"),
  "libc6-dev": () => existsSync("/usr/include/stdio.h"),
  "util-linux": () => onPath("setpriv"),
  mount: () => onPath("mount"),
  "libarchive-tools": () => onPath("bsdtar"),
  "ca-certificates": () => existsSync("/etc/ssl/certs/ca-certificates.crt"),
};

/** The same of what only tests need. */
const NEEDED_BY_TESTS = {
  // A browser to look at the page with, and letters for it.
  chromium: () => process.env.NEURON_TEST_BROWSER !== undefined || onPath("chromium"),
  "fonts-dejavu-core": () => existsSync("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
  "python3-pip": () => spawnSync("python3", ["-m", "pip", "--version"]).status === 0,
};

/** Installs what is missing of the host's packages. */
export const ensurePackages = async ({ tests = false } = {}) => {
  removeOwnPolicy();
  /** @type {Record<string, () => boolean>} */
  const needed = { ...NEEDED, ...(tests ? NEEDED_BY_TESTS : {}) };
  const missing = Object.entries(needed)
    .filter(([, isThere]) => !isThere())
    .map(([name]) => name);
  if (missing.length === 0) return;
  if (!hasApt() || !onPath("apt-get")) {
    throw new SetupError(
      `These are missing: ${missing.join(", ")} (names of Debian's packages). This is neither Debian nor Ubuntu, so ` +
        "install them yourself and start again.",
    );
  }
  await step(`installing ${missing.join(", ")} with apt`, async () => {
    await apt(["update"]);
    const release = writePolicy();
    try {
      await apt(["install", "--yes", "--no-install-recommends", ...missing]);
    } finally {
      release();
    }
    if (missing.includes("redis-server")) await disableRedisService();
  });
  const still = missing.filter((name) => !needed[name]?.());
  if (still.length > 0)
    throw new SetupError(`apt installed ${still.join(", ")}, but it is still not to be found.`);
};

const LOCKED = /Could not get lock|Unable to acquire the dpkg frontend lock|Unable to lock directory/;
const LOCK_WAIT_MS = 10 * 60_000;

/** @param {string[]} args */
const apt = async (args) => {
  const env = {
    ...process.env,
    DEBIAN_FRONTEND: "noninteractive",
    LC_ALL: "C.UTF-8",
    NEEDRESTART_SUSPEND: "1",
  };
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    const options = ["-q", "-o", "DPkg::Use-Pty=0", "-o", "Acquire::Retries=3"];
    const { code, output } = await run("apt-get", [...options, ...args], { env, quiet: true });
    if (code === 0) return;
    if (!LOCKED.test(output) || Date.now() > deadline) {
      throw new SetupError(
        `\`apt-get ${args.join(" ")}\` failed; its output is above. When it works by hand, start again: ` +
          "what is done already is not repeated.",
      );
    }
    say("another program holds apt's lock (unattended-upgrades, perhaps); waiting for it ...");
    await delay(3_000);
  }
};

const POLICY = "/usr/sbin/policy-rc.d";
const MARK = "# Put here by Neuron's set-up while it installs packages.";

/** Packages must not start daemons: Neuron runs its own Redis, and nobody asked for another one. */
const writePolicy = () => {
  if (existsSync(POLICY)) return () => undefined;
  process.once("exit", removeOwnPolicy);
  writeFileSync(POLICY, `#!/bin/sh\n${MARK}\nexit 101\n`, { mode: 0o755, flag: "wx" });
  return removeOwnPolicy;
};

/** Also what an interrupted set-up left. */
const removeOwnPolicy = () => {
  if (existsSync(POLICY) && readFileSync(POLICY, "utf8").includes(MARK)) rmSync(POLICY, { force: true });
};

/** The package enables its service for the next boot; it was we who installed it, so it is for us to disable it. */
const disableRedisService = async () => {
  if (onPath("systemctl")) await run("systemctl", ["disable", "redis-server.service"], { quiet: true });
  else if (onPath("update-rc.d")) await run("update-rc.d", ["redis-server", "disable"], { quiet: true });
};
