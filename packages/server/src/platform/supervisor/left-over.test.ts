import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processIdentity } from "../process-identity.js";
import { endLeftOver } from "./left-over.js";

const logger = pino({ level: "silent" });
let folder: string;
let note: string;
let child: ChildProcess | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "neuron-left-over-"));
  note = join(folder, "worker.process");
});

afterEach(() => {
  child?.kill("SIGKILL");
  child = null;
  rmSync(folder, { recursive: true, force: true });
});

/** A process with its note, and how it ends. */
const leave = (script: string): Promise<unknown[]> => {
  child = spawn("/bin/sh", ["-c", script], { stdio: "ignore" });
  writeFileSync(note, processIdentity(child.pid) ?? "");
  return once(child, "exit");
};

test("nothing is left over without a note, or when its process is gone", async () => {
  await endLeftOver("worker", note, 0, logger);
  const ended = leave("exit 0");
  await ended;
  await endLeftOver("worker", note, 0, logger);
});

test("a stopped process is ended, so that it cannot wake up among its successors", async () => {
  const ended = leave("exec sleep 60");
  child?.kill("SIGSTOP");
  await endLeftOver("worker", note, 0, logger);
  expect(await ended).toEqual([null, "SIGKILL"]);
});

test("one that ends by itself in time is left to do so", async () => {
  const ended = leave("sleep 0.1; exit 3");
  await endLeftOver("worker", note, 10_000, logger);
  expect(await ended).toEqual([3, null]);
});

test("another process with the id of a dead one is left alone", async () => {
  const ended = leave("sleep 0.2; exit 4");
  writeFileSync(note, `${child?.pid}.1`);
  await endLeftOver("worker", note, 0, logger);
  expect(await ended).toEqual([4, null]);
});
