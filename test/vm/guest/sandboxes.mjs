// The cgroups of an idle pool, and what others on the machine can do to them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { until } from "./checks.mjs";
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
      const processes = Number(file("pids.max"));
      assert.ok(processes >= 64 && processes <= 512, `pids.max ${processes}`);
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
  await check("a sandbox that somebody else thaws serves and is frozen again", async () => {
    await service.full();
    for (const { folder } of service.sandboxes()) writeFileSync(`${folder}/cgroup.freeze`, "0");
    await until("they are thawed", () => service.sandboxes().every(({ frozen }) => !frozen));
    await hello();
    await until("one is frozen again", () => service.sandboxes().some(({ frozen }) => frozen));
  });
  await check("a running sandbox that somebody else freezes is killed as it is, and replaced", async () => {
    // The pool's other sandboxes were left thawed: new ones tell who runs.
    for (const { pids } of service.sandboxes()) process.kill(pids[0] ?? 0, "SIGKILL");
    await service.full();
    const limits = { wallTimeMs: 3_000, cpuTimeMs: 3_000 };
    const { id } = await service.submit({
      language: "python",
      source: "import time\ntime.sleep(60)",
      limits,
    });
    const running = () => service.sandboxes().find(({ frozen }) => !frozen);
    await until("one runs", () => running() !== undefined);
    const sandbox = running();
    assert.ok(sandbox);
    writeFileSync(`${sandbox.folder}/cgroup.freeze`, "1");
    let execution = await service.get(id);
    await until("it is finished", async () => {
      execution = await service.get(id);
      return execution.status === "finished";
    });
    assert.equal(execution.outcome, "time_limit", JSON.stringify(execution.run));
    await service.full();
    assert.ok(!service.sandboxes().some(({ id }) => id === sandbox.id));
    return `ended after ${(execution.run.wallTimeMs / 1000).toFixed(1)} s`;
  });
};
