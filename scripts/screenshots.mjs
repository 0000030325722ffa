// `npm run screenshots`: draws the pictures of the page that README shows, from a service of its own with real programs.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { startInstance } from "../bench/instance.mjs";
import { ROOT } from "./setup/run.mjs";

const FOLDER = join(ROOT, "docs/images");
/** README is read over slow lines, too. */
const MOST_BYTES = 150_000;
const BUSY_MS = 40_000;
const CLIENTS = 3;

/** Something to see: programs of several kinds, one after the other, until `stopped`. */
const keepBusy = async (/** @type {URL} */ url, /** @type {AbortSignal} */ stopped) => {
  const programs = [
    { language: "python", source: "print(sum(at * at for at in range(200_000)))" },
    { language: "javascript", source: "console.log([...Array(1e5).keys()].reduce((a, b) => a + b))" },
    { language: "bash", source: "sleep 0.2; echo done" },
    { language: "c", source: '#include <stdio.h>\nint main(void) { puts("done"); }' },
    { language: "python", source: "raise SystemExit(1)" },
  ];
  for (let at = 0; !stopped.aborted; at++) {
    const response = await fetch(new URL("/v1/executions?wait=10", url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(programs[at % programs.length]),
      signal: stopped,
    });
    await response.arrayBuffer();
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
const interrupted = new AbortController();
for (const name of ["SIGINT", "SIGTERM"]) process.once(name, () => interrupted.abort(new Error(name)));
const stop = new AbortController();
const clients = [];
let browser = null;
const service = await startInstance({ signal: interrupted.signal, env: { NEURON_POOL_SIZE: "8" } });
try {
  const executablePath = process.env.NEURON_TEST_BROWSER ?? "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const open = async (scheme, hash) => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 720 }, colorScheme: scheme });
    await page.goto(new URL(hash, service.url).href);
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
  for (let at = 0; at < CLIENTS; at++) clients.push(keepBusy(service.url, stop.signal));
  // The charts begin with the page.
  await Promise.race([dashboard.waitForTimeout(BUSY_MS), ...clients]);
  await keep(dashboard, "dashboard");
} finally {
  stop.abort();
  await Promise.allSettled(clients);
  await browser?.close();
  await service.stop();
}
