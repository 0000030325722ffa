import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processIdentity } from "../process-identity.js";
import { DataDirInUseError, lockDataDir } from "./data-dir-lock.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "neuron-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("one at a time, and nothing but the lock is left beside it", () => {
  const lock = lockDataDir(folder);
  expect(() => lockDataDir(folder)).toThrow(DataDirInUseError);
  expect(readdirSync(folder)).toEqual(["lock"]);
  lock.release();
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
  lockDataDir(folder).release();
});

test("a lock of a dead process is taken over, of a living one it is not", async () => {
  const child = spawn("sleep", ["60"]);
  const identity = processIdentity(child.pid) ?? "";
  writeFileSync(join(folder, "lock"), identity);
  expect(() => lockDataDir(folder)).toThrow(`process ${child.pid}`);
  child.kill("SIGKILL");
  await once(child, "exit");
  lockDataDir(folder).release();
  // The same number, another process.
  writeFileSync(join(folder, "lock"), `${process.pid}.1`);
  lockDataDir(folder).release();
  expect(readdirSync(folder)).toEqual([]);
});
