import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { endRuntimes } from "./end-runtimes.js";

test("a runtime that a dead worker started is waited for, others are not", async () => {
  const state = `/run/neuron/test-${process.pid}/runtime`;
  const runtime = (root: string, script: string) =>
    spawn("/bin/sh", ["-c", script, "runc", "--root", root, "run", "s1"], {
      stdio: ["pipe", "ignore", "ignore"],
    });
  const other = runtime(`${state}-of-another`, "read line");
  const own = runtime(state, "sleep 0.2; exit 5");
  const otherEnded = once(other, "exit");
  const ownEnded = once(own, "exit");
  await endRuntimes(state);
  expect(await ownEnded).toEqual([5, null]);
  expect(other.exitCode).toBe(null);
  other.kill("SIGKILL");
  await otherEnded;
});
