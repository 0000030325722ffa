import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Rig, startRig } from "./worker-rig.js";

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
}, 60_000);
afterAll(() => rig.stop(), 60_000);

const patience = { timeout: 20_000, interval: 20 };

test("a drained worker ends what it runs and takes nothing new, until it is to go on", async () => {
  const worker = await rig.worker({ name: "one", poolSize: 2, languages: ["python"] });
  const slow = await rig.submit("python", "import time; time.sleep(3); print('ended')");
  await expect.poll(() => worker.report().running, patience).toBe(1);

  expect(await rig.client.drain("one", true)).not.toBeNull();
  await expect.poll(() => worker.report(), patience).toMatchObject({ draining: true, ready: false });
  const later = await rig.submit("python", "print('later')");
  expect((await slow.finished).run?.stdout).toBe("ended\n");
  await delay(1500);
  expect(await rig.client.stats()).toMatchObject({ queued: 1, running: 0 });

  await rig.client.drain("one", false);
  expect((await later.finished).run?.stdout).toBe("later\n");
  expect(worker.report()).toMatchObject({ draining: false, ready: true });
  expect((await rig.run("python", "print(1)")).outcome).toBe("accepted");
}, 120_000);

test("another worker takes over what comes meanwhile", async () => {
  await rig.client.drain("one", true);
  const other = await rig.worker({ name: "two", poolSize: 2, languages: ["python"] });
  await expect.poll(() => other.report().ready, patience).toBe(true);
  for (let i = 0; i < 5; i++) {
    const execution = await rig.run("python", `print(${i})`);
    expect(execution.run?.stdout).toBe(`${i}\n`);
  }
  expect(other.report().sandboxes.reduce((uses, sandbox) => uses + sandbox.uses, 0)).toBeGreaterThan(0);
}, 120_000);
