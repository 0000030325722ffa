import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createKeptProcess, type KeptProcess } from "./kept-process.js";

let folder: string;
let kept: KeptProcess;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "neuron-kept-"));
});
afterEach(async () => {
  await kept.stop(0);
  rmSync(folder, { recursive: true });
});

/** Its script is a shell's; `$LOG` is a file. */
const keep = (script: string): KeptProcess => {
  kept = createKeptProcess({
    name: "test",
    file: "/bin/sh",
    args: ["-c", script],
    env: { PATH: process.env.PATH, LOG: join(folder, "log") },
    ipc: false,
    logger: pino({ level: "silent" }),
    noteFile: join(folder, "process"),
  });
  kept.start();
  return kept;
};

const lines = (): string[] => {
  try {
    return readFileSync(join(folder, "log"), "utf8").trim().split("\n");
  } catch {
    return [];
  }
};

test("who dies is started again, more slowly each time", async () => {
  keep('echo "$(date +%s%3N)" >> "$LOG"; exit 3');
  await vi.waitFor(() => expect(lines().length).toBeGreaterThanOrEqual(4), { timeout: 5_000 });
  const [first = 0, second = 0, third = 0, fourth = 0] = lines().map(Number);
  expect(second - first).toBeGreaterThanOrEqual(45);
  expect(fourth - third).toBeGreaterThan(second - first);
});

test("a stop is asked for first, and started no more", async () => {
  const process = keep(
    'trap \'echo asked >> "$LOG"; exit 0\' TERM; echo up >> "$LOG"; while :; do sleep 0.05; done',
  );
  await vi.waitFor(() => expect(lines()).toEqual(["up"]));
  expect(await process.stop(5_000)).toBe(true);
  expect(lines()).toEqual(["up", "asked"]);
  process.start();
  expect(process.pid).toBeNull();
});

test("who does not stop by the deadline is killed", async () => {
  const process = keep("trap '' TERM; echo up >> \"$LOG\"; while :; do read x < /dev/zero; done");
  await vi.waitFor(() => expect(lines()).toEqual(["up"]));
  expect(await process.stop(100)).toBe(false);
  expect(process.pid).toBeNull();
});

test("a stop while it waits to start again ends the wait", async () => {
  const process = keep('echo up >> "$LOG"; exit 1');
  await vi.waitFor(() => expect(lines().length).toBeGreaterThanOrEqual(3));
  await process.stop(1_000);
  const count = lines().length;
  await vi.waitFor(() => expect(process.pid).toBeNull());
  expect(lines()).toHaveLength(count);
});
