// `npm run screenshots`: draws the pictures of the page that README shows, from a service of its own with real programs.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { ROOT } from "./setup/run.mjs";

const FOLDER = join(ROOT, "docs/images");
/** README is read over slow lines, too. */
const MOST_BYTES = 150_000;
const BUSY_MS = 40_000;
const CLIENTS = 3;

const start = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "neuron-screenshots-"));
  const port = 20_000 + (process.pid % 20_000);
  const args = ["bin/neuron.mjs", "up", "--port", String(port), "--data-dir", dataDir, "--pool-size", "8"];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, NEURON_LOG_LEVEL: "warn" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await new Promise((resolve, reject) => {
    createInterface(child.stdout).once("line", resolve);
    child.once("close", (code) => reject(new Error(`The service ended with ${code}.`)));
  });
  return {
    url: String(line).replace(/^neuron ready on /, ""),
    async stop() {
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGTERM");
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

/** Something to see: programs of several kinds, one after the other, until `stopped`. */
const keepBusy = async (/** @type {string} */ url, /** @type {AbortSignal} */ stopped) => {
  const programs = [
    { language: "python", source: "print(sum(at * at for at in range(200_000)))" },
    { language: "javascript", source: "console.log([...Array(1e5).keys()].reduce((a, b) => a + b))" },
    { language: "bash", source: "sleep 0.2; echo done" },
    { language: "c", source: '#include <stdio.h>\nint main(void) { puts("done"); }' },
    { language: "python", source: "raise SystemExit(1)" },
  ];
  for (let at = 0; !stopped.aborted; at++) {
    await fetch(`${url}/v1/executions?wait=10`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(programs[at % programs.length]),
    });
  }
};

/** @param {import("playwright-core").Page} page @param {string} name */
const keep = async (page, name) => {
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path });
  const { size } = statSync(path);
  process.stdout.write(`docs/images/${name}.png: ${size} bytes\n`);
  if (size > MOST_BYTES) throw new Error(`docs/images/${name}.png is larger than ${MOST_BYTES} bytes.`);
};

mkdirSync(FOLDER, { recursive: true });
const service = await start();
const executablePath = process.env.NEURON_TEST_BROWSER ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const open = async (scheme, hash) => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 720 }, colorScheme: scheme });
    await page.goto(`${service.url}/${hash}`);
    return page;
  };
  const playground = await open("light", "");
  await playground.getByLabel("Open an example").selectOption("python-picture");
  await playground.getByText("Draws the Mandelbrot set").waitFor();
  await playground.getByRole("button", { name: "Run" }).click();
  await playground.locator(".file-picture").waitFor();
  await playground.locator(".notice").waitFor({ state: "hidden" });
  await keep(playground, "playground");

  const dashboard = await open("dark", "#/dashboard");
  const stop = new AbortController();
  const clients = Array.from({ length: CLIENTS }, () => keepBusy(service.url, stop.signal));
  // The charts begin with the page.
  await dashboard.waitForTimeout(BUSY_MS);
  await keep(dashboard, "dashboard");
  stop.abort();
  await Promise.all(clients);
} finally {
  await browser.close();
  await service.stop();
}
