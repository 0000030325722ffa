// The cgroups of an idle pool, and what others on the machine can do to them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { parents, processes } from "./service.mjs";

const run = promisify(execFile);

/** @param {import("./checks.mjs").Checks} checks @param {import("./service.mjs").Service} service */
export const checkSandboxes = async ({ check }, service) => {
  const hello = async () => {
    const { outcome, run } = await service.execute({ language: "python", source: "print('hello')" });
    assert.equal(outcome, "accepted", JSON.stringify(run));
    assert.ok(run.memoryBytes > 0 && run.cpuTimeMs > 0, JSON.stringify(run));
  };

  await check("an idle pool is frozen and uses no CPU time", async () => {
    await service.full();
    const before = service.sandboxes();
    assert.ok(before.length > 0);
    await delay(3_000);
    const after = service.sandboxes();
    assert.deepEqual(
      after.map(({ id, frozen, cpuUs }) => ({ id, frozen, cpuUs })),
      before.map(({ id, cpuUs }) => ({ id, frozen: true, cpuUs })),
    );
    return `${after.length} sandboxes, ${after.reduce((sum, { pids }) => sum + pids.length, 0)} processes`;
  });
  await check("every sandbox has its bounds, swap included", () => {
    for (const { file } of service.sandboxes()) {
      const memory = Number(file("memory.max"));
      assert.ok(memory >= 256 * 1024 * 1024 && memory <= 4 * 1024 ** 3, `memory.max ${memory}`);
      assert.equal(file("memory.swap.max"), "0");
      assert.equal(file("pids.max"), "64");
      assert.equal(file("cpu.max"), "100000 100000");
    }
  });
  await check(
    "the sandboxes' processes are in their cgroup and in no other, and the service in its unit",
    () => {
      const [parent] = parents();
      for (const { id, pids } of service.sandboxes()) {
        for (const pid of pids)
          assert.match(readFileSync(`/proc/${pid}/cgroup`, "utf8"), new RegExp(`^0::/${parent}/${id}$`, "m"));
      }
      assert.match(
        readFileSync(`/proc/${service.pidOf("worker")}/cgroup`, "utf8"),
        /^0::\/system\.slice\/neuron\.service$/m,
      );
      assert.ok(processes().length > 0);
    },
  );
  await check("systemd arranging its own controllers anew changes nothing", async () => {
    await run("systemctl", ["daemon-reload"]);
    const properties = ["CPUWeight=50", "MemoryMax=100M", "TasksMax=10"].flatMap((property) => [
      "-p",
      property,
    ]);
    await run("systemd-run", ["--wait", "--collect", ...properties, "true"]);
    await run("systemctl", ["daemon-reexec"]);
    const [parent] = parents();
    const controllers = readFileSync(`/sys/fs/cgroup/${parent}/cgroup.subtree_control`, "utf8");
    for (const name of ["cpu", "memory", "pids"]) assert.ok(controllers.includes(name), controllers);
    await hello();
    return `at the root: ${readFileSync("/sys/fs/cgroup/cgroup.subtree_control", "utf8").trim()}`;
  });
  await check("a sandbox frozen and thawed by somebody else still serves", async () => {
    await service.full();
    await hello();
  });
};
