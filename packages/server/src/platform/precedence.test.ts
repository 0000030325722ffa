import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const NICENESS = -3;

/** In a session of its own, or in this one. */
const takeInChild = (ownSession: boolean): { threads: number[]; autogroup: string | null } => {
  const script = `
    const { takePrecedence } = await import(${JSON.stringify(fileURLToPath(new URL("../../dist/platform/precedence.js", import.meta.url)))});
    const { existsSync, readdirSync, readFileSync } = await import("node:fs");
    takePrecedence(${NICENESS});
    const niceness = (thread) =>
      Number(readFileSync("/proc/self/task/" + thread + "/stat", "latin1").split(") ").at(-1).split(" ")[16]);
    const autogroup = "/proc/self/autogroup";
    console.log(JSON.stringify({
      threads: readdirSync("/proc/self/task").map(niceness),
      autogroup: existsSync(autogroup) ? readFileSync(autogroup, "utf8") : null,
    }));`;
  const command = [process.execPath, "--input-type=module", "-e", script];
  const { stdout } = spawnSync(ownSession ? "setsid" : "env", command, { encoding: "utf8" });
  return JSON.parse(stdout) as ReturnType<typeof takeInChild>;
};

test("every thread and the session go before others", () => {
  const { threads, autogroup } = takeInChild(true);
  expect(threads.length).toBeGreaterThan(1);
  expect(new Set(threads)).toEqual(new Set([NICENESS]));
  if (autogroup !== null) expect(autogroup).toMatch(new RegExp(`nice ${NICENESS}$`, "m"));
});

test("the session of somebody else stays as it is", () => {
  const file = "/proc/self/autogroup";
  const before = existsSync(file) ? readFileSync(file, "utf8") : null;
  const { threads, autogroup } = takeInChild(false);
  expect(new Set(threads)).toEqual(new Set([NICENESS]));
  expect(autogroup).toBe(before);
  expect(existsSync(file) ? readFileSync(file, "utf8") : null).toBe(before);
});
