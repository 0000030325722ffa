// Whatever is killed: nothing is lost, nothing is left.
import assert from "node:assert/strict";
import { until } from "./checks.mjs";
import { traces } from "./service.mjs";

/** @param {import("./checks.mjs").Checks} checks @param {import("./service.mjs").Service} service */
export const checkEndings = async ({ check }, service) => {
  const SLOW = { wallTimeMs: 60_000, cpuTimeMs: 30_000 };
  const hello = async () => {
    const { outcome, run } = await service.execute({
      language: "python",
      source: "print('hello')",
      limits: SLOW,
    });
    assert.equal(outcome, "accepted", JSON.stringify(run));
  };
  const ids = () => service.sandboxes().map(({ id }) => id);
  const gone = (/** @type {readonly string[]} */ old) =>
    until("the old sandboxes are gone", () => !ids().some((id) => old.includes(id)));

  await check("the agent of a frozen sandbox is killed: it is replaced", async () => {
    await service.full();
    const [first] = service.sandboxes();
    assert.ok(first?.pids[0]);
    assert.ok(first.frozen);
    process.kill(first.pids[0], "SIGKILL");
    await gone([first.id]);
    await service.full();
    await hello();
  });
  await check("the agent of a running sandbox is killed: the execution is run again", async () => {
    await service.full();
    const source = "import time\ntime.sleep(4)\nprint('done')";
    const { id } = await service.submit({ language: "python", source, limits: SLOW });
    let running;
    await until("one runs", () => {
      running = service.sandboxes().find(({ frozen }) => !frozen);
      return running !== undefined;
    });
    process.kill(running.pids[0], "SIGKILL");
    let execution = await service.get(id);
    await until("it is finished", async () => {
      execution = await service.get(id);
      return execution.status === "finished";
    });
    assert.equal(execution.outcome, "accepted");
    assert.equal(execution.run.stdout, "done\n");
    await gone([running.id]);
    return `${execution.attempts} attempts`;
  });
  await check("the worker is killed: the next one removes its frozen sandboxes", async () => {
    await service.full();
    const old = ids();
    const worker = service.pidOf("worker");
    process.kill(worker, "SIGKILL");
    await gone(old);
    await until("there is a full pool again", () => service.full().then(() => true));
    assert.notEqual(service.pidOf("worker"), worker);
    await hello();
  });
  await check("everything of the service is killed: the next start removes what it left", async () => {
    await service.full();
    const old = ids();
    await service.killAll();
    const left = service.sandboxes();
    assert.ok(left.length > 0 && left.every(({ frozen, pids }) => frozen && pids.length > 0));
    await service.start();
    assert.deepEqual(
      ids().filter((id) => old.includes(id)),
      [],
    );
    await hello();
    return `${left.length} frozen sandboxes were left`;
  });
  await check("the service is stopped: nothing is left", async () => {
    const startedAt = performance.now();
    await service.stop();
    await until("nothing is left", () => traces().length === 0, 10_000).catch(() => {
      throw new Error(`left:\n${traces().join("\n")}`);
    });
    return `stopped in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  });
};
