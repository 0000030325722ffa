import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { sandboxGroups } from "./groups.mjs";
import { inRoot } from "./paths.mjs";

const START_TIMEOUT_MS = 15 * 60_000;
const STOP_TIMEOUT_MS = 60_000;
/** Log lines that are kept: one for each execution of the longest scenario, and as many again. */
const MOST_LINES = 50_000;

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Where images are kept, as the service sees it: an image that is missing there is built there and stays. */
export const imagesDir = () =>
  process.env.NEURON_IMAGES_DIR ?? join(process.env.NEURON_DATA_DIR ?? "/var/lib/neuron", "images");

/**
 * The folders that a language's root file system is laid of in the own instance, topmost first: one is the image itself. Null
 * where there are none yet.
 */
export const rootOf = async (id) => {
  // Only now: it may have been compiled a moment ago.
  const { findOwnImage, openLanguages, readConfig } = await import("../packages/server/dist/index.js");
  const config = readConfig({ env: process.env });
  const image = findOwnImage(config);
  const found = openLanguages(config).lookUp();
  const language = found?.installed.find((one) => one.id === id);
  if (!image || !language) return null;
  if (language.root === null) return [image.rootfs];
  return found.roots.get(language.root).map((layer) => join(config.imagesDir, layer));
};

/**
 * An own instance of the service: own data directory below the temporary folder, own port, the images of the default
 * data directory. `env`: settings of its own.
 */
export const startInstance = async ({ signal, onProgress = () => {}, env = {} }) => {
  const dataDir = realpathSync(mkdtempSync(join(tmpdir(), "neuron-bench-")));
  chmodSync(dataDir, 0o711);
  const port = await freePort();
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 10);
  const begun = performance.now();
  // Should we be killed, the service stops all the same.
  const command = ["--pdeathsig=TERM", "--", process.execPath, inRoot("packages/cli/dist/main.js"), "up"];
  const child = spawn("setpriv", command, {
    env: {
      ...process.env,
      NEURON_DATA_DIR: dataDir,
      NEURON_IMAGES_DIR: imagesDir(),
      NEURON_PORT: String(port),
      NEURON_HOST: "127.0.0.1",
      NEURON_REDIS_URL: "",
      NEURON_LOG_LEVEL: "info",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C reaches the service through us, once.
    detached: true,
  });
  const executionLines = [];
  const troubles = [];
  let readyUrl = null;
  const onLine = (line) => {
    const url = /^neuron ready on (\S+)$/.exec(line);
    if (url) readyUrl = url[1];
    if (!line.startsWith("{")) {
      onProgress(line);
      return;
    }
    // Nothing that needs to be understood while it is measured.
    if (line.startsWith('{"level":30,')) {
      if (line.endsWith('"msg":"execution"}')) executionLines.push(line);
      if (executionLines.length > MOST_LINES) executionLines.splice(0, MOST_LINES / 2);
      return;
    }
    const entry = JSON.parse(line);
    if (entry.level >= 40) troubles.push(entry);
  };
  const exited = new Promise((resolve) => child.once("close", (code) => resolve(code)));
  const ready = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        onLine(line);
        if (readyUrl !== null) resolve();
      });
    }
  });
  let stopping = null;
  const stop = () => {
    stopping ??= (async () => {
      const from = performance.now();
      if (child.exitCode === null) child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGTERM"), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(late);
      const stopMs = performance.now() - from;
      rmSync(dataDir, { recursive: true, force: true });
      return { stopMs, leftovers: sandboxGroups(name).leftovers() };
    })();
    return stopping;
  };
  signal.addEventListener("abort", () => void stop(), { once: true });
  const timeout = setTimeout(() => child.kill("SIGTERM"), START_TIMEOUT_MS);
  await Promise.race([ready, exited]);
  clearTimeout(timeout);
  if (readyUrl === null) {
    await stop();
    throw new Error(`the service did not start: ${JSON.stringify(troubles.slice(-3))}`);
  }
  return {
    url: new URL(readyUrl),
    readyMs: performance.now() - begun,
    pid: child.pid,
    groups: sandboxGroups(name),
    /** The worker's last log line of an execution, if it has come. */
    logLineOf(id) {
      const line = executionLines.findLast((one) => one.includes(`"execution":"${id}"`));
      return line && JSON.parse(line);
    },
    /** Warnings and worse. */
    troubles,
    stop,
  };
};
