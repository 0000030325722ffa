import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createInstance, type Instance } from "./instance.js";

const HELLO = { language: "python", source: "print(input())", stdin: "hello" };

/** One instance for the tests that kill parts of it: it has to come back by itself each time. */
describe("an instance whose parts are killed", () => {
  let neuron: Instance;
  beforeAll(async () => {
    neuron = await createInstance();
    await neuron.up();
  });
  afterAll(() => neuron.remove());

  const works = async (): Promise<void> => {
    expect(await neuron.run(HELLO)).toMatchObject({ outcome: "accepted", run: { stdout: "hello\n" } });
  };

  test("runs a program", works);

  test("the API is not root", () => {
    const api = neuron.pidOf("api");
    expect(statusOf(api, "Uid")).toEqual(["64205", "64205", "64205", "64205"]);
    expect(statusOf(api, "CapEff")).toEqual(["0000000000000000"]);
    expect(statusOf(neuron.pidOf("redis"), "Uid")[0]).toBe("64205");
  });

  test.each(["worker", "api", "redis", "webhooks"] as const)(
    "comes back after kill -9 of %s",
    async (part) => {
      const before = neuron.pidOf(part);
      process.kill(before, "SIGKILL");
      await vi.waitFor(() => expect(neuron.pidOf(part)).not.toBe(before), { timeout: 10_000 });
      await vi.waitFor(works, { timeout: 20_000 });
    },
  );

  test("what finished before Redis was killed can be read afterwards", async () => {
    const { id } = await neuron.run(HELLO);
    process.kill(neuron.pidOf("redis"), "SIGKILL");
    await vi.waitFor(
      async () => {
        const response = await neuron.fetch(`/v1/executions/${id}`);
        expect(await response.json()).toMatchObject({ id, outcome: "accepted" });
      },
      { timeout: 10_000 },
    );
  });
});

describe("starting and stopping", () => {
  const instances: Instance[] = [];
  const create = async (env?: Record<string, string>): Promise<Instance> => {
    const instance = await createInstance(env);
    instances.push(instance);
    return instance;
  };
  afterEach(async () => {
    for (const instance of instances.splice(0)) await instance.remove();
  });

  test("a stop lets what runs finish, answers it, and leaves nothing", async () => {
    const neuron = await create();
    await neuron.up();
    const running = neuron.run({ language: "python", source: "import time; time.sleep(1.5); print(1)" });
    await vi.waitFor(async () => {
      const stats = (await (await neuron.fetch("/v1/stats")).json()) as { running: number };
      expect(stats.running).toBe(1);
    });
    expect(await neuron.down()).toBe(0);
    expect(await running).toMatchObject({ outcome: "accepted", run: { stdout: "1\n" } });
    expect(neuron.traces()).toEqual([]);
  });

  test("a killed supervisor takes everything with it, and the next start works on the same data", async () => {
    const neuron = await create();
    await neuron.up();
    const { id } = await neuron.run(HELLO);
    neuron.signal("SIGKILL");
    await vi.waitFor(
      () => expect(neuron.traces().filter((trace) => trace.startsWith("process"))).toEqual([]),
      {
        timeout: 20_000,
      },
    );
    await neuron.up();
    const response = await neuron.fetch(`/v1/executions/${id}`);
    expect(await response.json()).toMatchObject({ id, outcome: "accepted" });
    expect(await neuron.down()).toBe(0);
    expect(neuron.traces()).toEqual([]);
  });

  test("two instances run side by side; a second one on the same data is refused", async () => {
    const [one, two] = [await create(), await create()];
    await Promise.all([one.up(), two.up()]);
    expect(await one.run(HELLO)).toMatchObject({ outcome: "accepted" });
    expect(await two.run(HELLO)).toMatchObject({ outcome: "accepted" });
    const same = await createInstance({ NEURON_DATA_DIR: one.dataDir });
    await expect(same.up()).rejects.toThrow("uses the data directory");
    expect(await one.run(HELLO)).toMatchObject({ outcome: "accepted" });
  });

  test("an address in use is told at once, and nothing is left", async () => {
    const neuron = await create();
    const server = createServer();
    await new Promise<void>((resolve) =>
      server.listen(Number(new URL(neuron.url).port), "127.0.0.1", resolve),
    );
    try {
      await expect(neuron.up()).rejects.toThrow("Another program listens there");
      expect(neuron.traces()).toEqual([]);
      expect(existsSync(neuron.stateDir)).toBe(false);
    } finally {
      server.close();
    }
  });
});

function statusOf(pid: number, field: string): string[] {
  const line = new RegExp(`^${field}:[ \\t]*(.*)$`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return line?.[1]?.trim().split(/\s+/) ?? [];
}
