import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { testRootfs } from "../test-image.js";
import { createRig, lines, python, type Rig, shell } from "./rig.js";
import type { Sandbox } from "./types.js";

/** More by hand, to find what leaks slowly: NEURON_TEST_RUNS=10000. */
const RUNS = Number(process.env.NEURON_TEST_RUNS ?? "300");

const look = (rig: Rig, sandbox: Sandbox) => {
  const pids = rig.pids(sandbox);
  return rig.cgroup(sandbox, (group) => {
    group.thaw();
    const seen = {
      processes: pids.length,
      staff: pids.slice(0, 2),
      descriptors: pids.slice(0, 2).map((pid) => readdirSync(`/proc/${pid}/fd`).length),
      anonymousKib: pids.slice(0, 2).map(anonymousKib),
      zombies: pids.filter((pid) => / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))).length,
      memory: group.memoryBytes(),
    };
    group.freeze(); // behind its back: the next run thaws it all the same
    return seen;
  });
};

/** Of its own, whether or not a child still shares it: what is private comes and goes with children. */
const anonymousKib = (pid: number): number =>
  [...readFileSync(`/proc/${pid}/smaps_rollup`, "utf8").matchAll(/^Anonymous:\s+(\d+)/gm)].reduce(
    (sum, match) => sum + Number(match[1]),
    0,
  );

test(
  "a sandbox does not wear out",
  async () => {
    const rig = await createRig(testRootfs());
    try {
      const sandbox = await rig.driver.boot("python");
      const round = async (i: number): Promise<void> => {
        if (i % 2 === 0) {
          await sandbox.prepare("python");
          const report = await sandbox.run(python(`print(${i})`, "python", { stdin: "x".repeat(100_000) }));
          expect(lines(report)).toEqual([String(i)]);
        } else {
          await sandbox.prepare("launcher");
          const report = await sandbox.run(shell(`echo $$ > f; (sleep 9 &); exit ${i % 7}`));
          expect(report.exitCode).toBe(i % 7);
        }
      };
      for (let i = 0; i < 20; i++) await round(i);
      await sandbox.prepare("launcher");
      const before = look(rig, sandbox);
      const ours = readdirSync("/proc/self/fd").length;
      for (let i = 0; i < RUNS; i++) await round(i);
      await sandbox.prepare("launcher");
      const after = look(rig, sandbox);
      expect(await sandbox.probe()).toBeNull();
      expect(after).toMatchObject({
        processes: before.processes,
        staff: before.staff,
        descriptors: before.descriptors,
        zombies: 0,
      });
      expect(readdirSync("/proc/self/fd").length).toBeLessThanOrEqual(ours + 2);
      for (const [i, kib] of after.anonymousKib.entries())
        expect(kib).toBeLessThan((before.anonymousKib[i] ?? 0) + 256);
      expect(after.memory).toBeLessThan(before.memory + (4 << 20));
      if (RUNS > 300) console.log({ before, after });
    } finally {
      await rig.stop();
    }
    expect(rig.traces()).toEqual([]);
  },
  30_000 + RUNS * 50,
);
