import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SandboxLostError } from "../sandbox/types.js";
import {
  createPool,
  type HeldSandbox,
  type Pool,
  PoolError,
  type PoolKinds,
  type PoolOptions,
} from "./pool.js";
import { createScriptedDriver, type ScriptedDriver, type ScriptedSandbox } from "./scripted-driver.js";

let driver: ScriptedDriver;
let pool: Pool;
let freed = 0;
let spare = 2;

const standing = (...kinds: string[]): PoolKinds => ({ standing: kinds, occasional: [], costly: [] });

const withBig: PoolKinds = { ...standing("launcher", "python"), occasional: ["big"], costly: ["big"] };

const build = (given: Partial<PoolOptions> = {}): Pool => {
  pool = createPool({
    driver,
    size: 4,
    memoryBytes: 1e9,
    kinds: standing("launcher", "python"),
    isAhead: () => false,
    isSlow: () => false,
    singleUse: false,
    cores: 2,
    spareCores: () => spare,
    onFree: () => {
      freed += 1;
    },
    logger: pino({ level: "silent" }),
    clock: { now: () => Date.now(), monotonicMs: () => performance.now() },
    ...given,
  });
  return pool;
};

const states = (): string[] => pool.members().map((member) => member.state);
const kinds = (): (string | null)[] =>
  pool
    .members()
    .map((member) => member.kind)
    .sort();
const scripted = (held: HeldSandbox): ScriptedSandbox => held.sandbox as ScriptedSandbox;
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const ran = (kind: string) => ({ dirty: null, kinds: [kind] });

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance", "Date"],
  });
  driver = createScriptedDriver();
  freed = 0;
  spare = 2;
});

afterEach(async () => {
  driver.auto = true;
  const stopping = pool.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  await stopping;
  expect(driver.alive()).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("filling", () => {
  it("boots every place, with an even share of kinds, before start resolves", async () => {
    await build().start();
    expect(states()).toEqual(["warm", "warm", "warm", "warm"]);
    expect(kinds()).toEqual(["launcher", "launcher", "python", "python"]);
    expect(pool.ready()).toBe(true);
    expect(pool.free()).toBe(4);
  });

  it("boots several at a time, but not all", async () => {
    driver.auto = false;
    const started = build({ size: 10 }).start();
    await settle();
    expect(driver.boots).toHaveLength(4);
    driver.auto = true;
    for (const boot of driver.boots) boot.succeed(undefined as never);
    await started;
    expect(pool.free()).toBe(10);
  });

  it("is not ready while nothing boots, tries ever more rarely, and recovers", async () => {
    driver.auto = false;
    let started = false;
    const starting = build({ size: 1 })
      .start()
      .then(() => {
        started = true;
      });
    for (let failures = 1; failures <= 6; failures += 1) {
      await vi.advanceTimersByTimeAsync(100 * 2 ** (failures - 1));
      expect(driver.boots).toHaveLength(failures);
      driver.boots[failures - 1]?.fail(new Error("no runtime"));
      await settle();
      expect(driver.boots).toHaveLength(failures);
    }
    await starting;
    expect(started).toBe(true);
    expect(pool.ready()).toBe(false);
    expect(pool.deaths()).toEqual({ boot_failed: 6 });
    driver.auto = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(pool.ready()).toBe(true);
  });

  it("destroys a sandbox that comes up after its boot's deadline", async () => {
    driver.auto = false;
    const starting = build({ size: 1, timing: { bootMs: 1_000 } }).start();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(pool.deaths()).toEqual({ boot_failed: 1 });
    driver.boots[0]?.succeed(undefined as never);
    await settle();
    expect(driver.sandboxes).toHaveLength(1);
    expect(driver.alive()).toEqual([]);
    driver.auto = true;
    await vi.advanceTimersByTimeAsync(1_000);
    await starting;
    expect(pool.free()).toBe(1);
  });

  it("stops in the middle of booting and leaves nothing", async () => {
    driver.auto = false;
    const starting = build().start();
    await settle();
    const stopping = pool.stop();
    await starting;
    for (const boot of driver.boots) boot.succeed(undefined as never);
    await stopping;
    expect(driver.sandboxes).toHaveLength(4);
    expect(driver.alive()).toEqual([]);
    expect(pool.members()).toEqual([]);
  });
});

describe("acquiring", () => {
  it("prefers a jail of the kind, and of those the one used last", async () => {
    await build().start();
    const first = await pool.acquire("launcher");
    expect(first.primed).toBe(true);
    expect(first.sandbox.kind).toBe("launcher");
    first.release(ran("launcher"));
    await vi.advanceTimersByTimeAsync(1);
    const second = await pool.acquire("launcher");
    expect(second.sandbox.id).toBe(first.sandbox.id);
    expect(second.uses).toBe(1);
    second.release(ran("launcher"));
  });

  it("prefers a runtime that has served fewer runs", async () => {
    await build().start();
    const ids: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      const held = await pool.acquire("python");
      ids.push(held.sandbox.id);
      held.release(ran("python"));
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(new Set(ids.slice(0, 2)).size).toBe(2);
    expect(new Set(ids.slice(2)).size).toBe(2);
  });

  it("prefers the one used last of those that are still awake", async () => {
    await build().start();
    const ids: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      const held = await pool.acquire("python");
      ids.push(held.sandbox.id);
      scripted(held).awake = true;
      held.release(ran("python"));
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(new Set(ids).size).toBe(1);
  });

  it("gives a jail of another kind when it has none of that kind", async () => {
    await build().start();
    const held: HeldSandbox[] = [];
    for (let i = 0; i < 4; i += 1) held.push(await pool.acquire("python"));
    expect(held.map((one) => one.primed)).toEqual([true, true, false, false]);
    expect(pool.free()).toBe(0);
    for (const one of held) one.release(ran("python"));
  });

  it("hands a sandbox that turns warm to who waits longest", async () => {
    await build({ size: 1 }).start();
    const first = await pool.acquire("launcher");
    const order: string[] = [];
    const second = pool.acquire("launcher").then((held) => {
      order.push("second");
      return held;
    });
    const third = pool.acquire("python").then((held) => {
      order.push("third");
      return held;
    });
    first.release(ran("launcher"));
    (await second).release(ran("launcher"));
    (await third).release(ran("python"));
    expect(order).toEqual(["second", "third"]);
  });

  it("waits a moment for a jail of the kind that is being made, then takes any", async () => {
    await build({ size: 2 }).start();
    const used = await pool.acquire("python");
    driver.auto = false;
    used.release(ran("python"));
    const patient = pool.acquire("python");
    const impatient = await pool.acquire("python");
    expect(impatient.primed).toBe(false);
    await vi.advanceTimersByTimeAsync(24);
    scripted(used).current().succeed(undefined);
    expect(await patient).toMatchObject({ primed: true });
    impatient.release({ dirty: null, kinds: [] });
    (await patient).release(ran("python"));
    const disappointed = pool.acquire("python");
    await vi.advanceTimersByTimeAsync(24);
    await vi.advanceTimersByTimeAsync(1);
    expect(await disappointed).toMatchObject({ primed: false });
    driver.auto = false;
    (await disappointed).release(ran("python"));
  });

  it("rejects when none turns up in time, and when the pool stops", async () => {
    await build({ size: 1, timing: { acquireMs: 500 } }).start();
    const held = await pool.acquire("launcher");
    const late = expect(pool.acquire("launcher")).rejects.toThrow(PoolError);
    await vi.advanceTimersByTimeAsync(500);
    await late;
    const stopped = expect(pool.acquire("launcher")).rejects.toThrow(PoolError);
    const stopping = pool.stop();
    await stopped;
    await stopping;
    held.release({ dirty: "lost", kinds: [] });
    await expect(pool.acquire("launcher")).rejects.toThrow(PoolError);
  });

  it("puts back one in which nothing was run as it is", async () => {
    await build().start();
    const held = await pool.acquire("python");
    held.release({ dirty: null, kinds: [] });
    expect(scripted(held).log).toEqual([]);
    expect(pool.free()).toBe(4);
  });
});

describe("after an execution", () => {
  it("makes the next jail, and is free only then", async () => {
    await build().start();
    const held = await pool.acquire("python");
    driver.auto = false;
    freed = 0;
    held.release(ran("python"));
    held.release(ran("python"));
    await settle();
    expect(scripted(held).log).toEqual(["prepare python"]);
    expect(pool.free()).toBe(3);
    scripted(held).current().succeed(undefined);
    await settle();
    expect(pool.free()).toBe(4);
    expect(freed).toBe(1);
  });

  it("destroys a dirty one at once and boots another", async () => {
    await build().start();
    const held = await pool.acquire("python");
    held.release({ dirty: "time_limit", kinds: ["python"] });
    expect(scripted(held).destroyed).toBe(true);
    await settle();
    expect(pool.deaths()).toEqual({ time_limit: 1 });
    expect(states()).toEqual(["warm", "warm", "warm", "warm"]);
    expect(driver.alive()).toHaveLength(4);
  });

  it("says in its place why it went, and what the busy are busy with", async () => {
    await build({ size: 2 }).start();
    const held = await pool.acquire("python");
    const place = pool.glance().find(({ id }) => id === held.sandbox.id)?.place;
    expect(pool.glance().map(({ state, activity }) => [state, activity])).toContainEqual(["busy", "run"]);
    held.release({ dirty: "time limit: 2 s", kinds: ["python"] });
    const inPlace = () => pool.glance().find((each) => each.place === place);
    const lastDeath = { reason: "time_limit", at: Date.now() };
    expect(inPlace()).toMatchObject({ id: held.sandbox.id, state: "dirty", activity: null, lastDeath });
    await settle();
    expect(inPlace()).toMatchObject({ state: "warm", uses: 0, lastDeath });
    expect(inPlace()?.id).not.toBe(held.sandbox.id);
    expect(pool.glance().filter((each) => each.lastDeath !== null)).toHaveLength(1);
  });

  it("destroys every one after its first use when told so", async () => {
    await build({ singleUse: true }).start();
    const held = await pool.acquire("python");
    held.release(ran("python"));
    await settle();
    expect(scripted(held).log).toEqual(["destroy"]);
    expect(pool.deaths()).toEqual({ single_use: 1 });
    expect(pool.free()).toBe(4);
  });

  it("boots the runtimes anew after so many runs, even under load", async () => {
    await build({ size: 1, upkeep: { maxUsesSinceRenewal: 3 } }).start();
    let log: string[] = [];
    for (let i = 0; i < 6; i += 1) {
      const held = await pool.acquire("python");
      held.release(ran("python"));
      await settle();
      log = scripted(held).log;
    }
    expect(log).toEqual(
      ["prepare", "prepare", "renew", "prepare", "prepare", "renew"].map((how) => `${how} python`),
    );
  });

  it("does not boot costly runtimes anew under load", async () => {
    await build({
      size: 1,
      kinds: { ...standing("node"), costly: ["node"] },
      upkeep: { maxUses: 7 },
    }).start();
    let held: HeldSandbox | null = null;
    for (let i = 0; i < 6; i += 1) {
      held = await pool.acquire("node");
      held.release(ran("node"));
      await settle();
    }
    expect(held && scripted(held).log).toEqual(Array(6).fill("prepare node"));
    (await pool.acquire("node")).release(ran("node"));
    await settle();
    expect(pool.deaths()).toEqual({ uses: 1 });
  });

  it("boots one costly runtime at a time while executions want the CPU", async () => {
    await build({ size: 20, kinds: { ...standing("launcher", "node"), costly: ["node"] } }).start();
    const launchers = await Promise.all(Array.from({ length: 4 }, () => pool.acquire("launcher")));
    const nodes = await Promise.all(Array.from({ length: 10 }, () => pool.acquire("node")));
    const more = Array.from({ length: 6 }, () => pool.acquire("node"));
    spare = 0;
    driver.auto = false;
    for (const held of launchers.slice(0, 3)) held.release(ran("launcher"));
    const made = () => launchers.flatMap((held) => scripted(held).log);
    expect(made().sort()).toEqual(["prepare launcher", "prepare launcher", "prepare node"]);
    spare = 2;
    launchers[3]?.release(ran("launcher"));
    expect(made().filter((line) => line === "prepare node")).toHaveLength(2);
    driver.auto = true;
    for (const { operations } of launchers.map(scripted))
      for (const one of operations) one.succeed(undefined);
    for (const held of nodes) held.release(ran("node"));
    await vi.advanceTimersByTimeAsync(2_000);
    for (const held of await Promise.all(more)) held.release(ran("node"));
  });

  it("makes more of a costly kind that is waited for, with rests while there is no core to spare", async () => {
    const kinds = { ...standing("launcher", "node"), costly: ["node"] };
    await build({ size: 10, kinds, timing: { costlyPatienceMs: 60_000 } }).start();
    const idle = await Promise.all(Array.from({ length: 5 }, () => pool.acquire("node")));
    spare = 0;
    driver.auto = false;
    const waiting = [pool.acquire("node"), pool.acquire("node"), pool.acquire("node")];
    const making = () =>
      driver.sandboxes
        .flatMap((one) => one.operations)
        .filter(({ what, done }) => what === "prepare node" && !done);
    expect(making()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(100);
    making()[0]?.succeed(undefined);
    await settle();
    waiting.push(pool.acquire("node"));
    expect(making()).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(300);
    waiting.push(pool.acquire("node"));
    expect(making()).toHaveLength(1);
    driver.auto = true;
    making()[0]?.succeed(undefined);
    for (const held of idle) held.release(ran("node"));
    for (const held of await Promise.all(waiting)) held.release(ran("node"));
  });

  it("replaces sandboxes that were used alike one after the other", async () => {
    await build({ size: 3, kinds: standing("launcher"), upkeep: { maxUses: 8 } }).start();
    const deaths: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const all = await Promise.all([1, 2, 3].map(() => pool.acquire("launcher")));
      for (const held of all) held.release(ran("launcher"));
      await settle();
      deaths.push(pool.deaths().uses ?? 0);
    }
    expect(deaths).toEqual([0, 0, 0, 1, 1, 2, 2, 4]);
  });

  it("replaces a worn one", async () => {
    await build({ size: 1, upkeep: { maxUses: 2 } }).start();
    for (let i = 0; i < 2; i += 1) (await pool.acquire("launcher")).release(ran("launcher"));
    await settle();
    expect(pool.deaths()).toEqual({ uses: 1 });
    expect(pool.free()).toBe(1);
  });

  it("replaces one whose next jail cannot be made", async () => {
    await build({ timing: { prepareMs: 1_000 } }).start();
    const failing = await pool.acquire("python");
    const hanging = await pool.acquire("python");
    driver.auto = false;
    failing.release(ran("python"));
    hanging.release(ran("python"));
    await settle();
    driver.auto = true;
    scripted(failing).current().fail(new SandboxLostError("agent died"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(pool.deaths()).toEqual({ prepare_failed: 2 });
    expect(pool.free()).toBe(4);
  });
});

describe("losing sandboxes", () => {
  it("replaces one that is lost while it waits", async () => {
    await build().start();
    driver.sandboxes[0]?.lose("agent died");
    await settle();
    expect(pool.deaths()).toEqual({ lost: 1 });
    expect(driver.sandboxes).toHaveLength(5);
    expect(pool.free()).toBe(4);
  });

  it("leaves one that is lost while it runs to its holder", async () => {
    await build().start();
    const held = await pool.acquire("python");
    scripted(held).lose("out of memory");
    expect(states()).toContain("busy");
    held.release({ dirty: "lost", kinds: [] });
    await settle();
    expect(pool.deaths()).toEqual({ lost: 1 });
    expect(pool.free()).toBe(4);
  });

  it("never makes one warm that was lost just before its next jail was ready", async () => {
    await build().start();
    const held = await pool.acquire("python");
    driver.auto = false;
    held.release(ran("python"));
    await settle();
    const preparing = scripted(held).current();
    preparing.succeed(undefined);
    scripted(held).lose("agent died");
    driver.auto = true;
    await settle();
    expect(scripted(held).destroyed).toBe(true);
    expect(pool.free()).toBe(4);
  });

  it("does not touch one twice that the stopping pool destroyed under its holder", async () => {
    await build().start();
    const held = await pool.acquire("python");
    driver.auto = false;
    const running = held.sandbox.run({ kind: "python" } as never);
    const lost = expect(running).rejects.toThrow(SandboxLostError);
    const stopping = pool.stop();
    await lost;
    held.release({ dirty: "lost", kinds: [] });
    await stopping;
    expect(scripted(held).log).toEqual(["run python", "destroy"]);
  });
});

describe("refill", () => {
  it("waits for a core to spare while executions run, but not when too few are left", async () => {
    await build().start();
    const held: HeldSandbox[] = [];
    for (let i = 0; i < 3; i += 1) held.push(await pool.acquire("python"));
    spare = 0;
    held[0]?.release({ dirty: "time_limit", kinds: ["python"] });
    await settle();
    expect(driver.sandboxes).toHaveLength(5); // one warm is fewer than two cores could run
    held[1]?.release({ dirty: "time_limit", kinds: ["python"] });
    await vi.advanceTimersByTimeAsync(200);
    expect(driver.sandboxes).toHaveLength(5);
    spare = 1;
    await vi.advanceTimersByTimeAsync(50);
    expect(driver.sandboxes).toHaveLength(6);
    held[2]?.release(ran("python"));
  });

  it("never has more sandboxes than places, also while one is slow to go", async () => {
    await build({ size: 1, timing: { destroyMs: 2_000 } }).start();
    const held = await pool.acquire("python");
    scripted(held).destroy = () => new Promise(() => undefined);
    held.release({ dirty: "time_limit", kinds: ["python"] });
    await vi.advanceTimersByTimeAsync(1_999);
    expect(states()).toEqual(["dirty"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(states()).toEqual(["warm"]);
    scripted(held).destroyed = true;
  });
});

describe("upkeep in quiet moments", () => {
  it("renews what was used since", async () => {
    await build().start();
    const held = await pool.acquire("python");
    held.release(ran("python"));
    await vi.advanceTimersByTimeAsync(140);
    expect(scripted(held).log).toEqual(["prepare python"]);
    await vi.advanceTimersByTimeAsync(20);
    expect(scripted(held).log).toEqual(["prepare python", "renew python"]);
  });

  it("makes what is booted ahead for one use once the pool is full, and never renews it", async () => {
    const isJavac = (kind: string) => kind === "javac";
    await build({ kinds: standing("launcher", "javac"), isAhead: isJavac, isSlow: isJavac }).start();
    expect(kinds()).toEqual(Array(4).fill("launcher"));
    await vi.advanceTimersByTimeAsync(100);
    expect(kinds()).toEqual(["javac", "launcher", "launcher", "launcher"]);
    const held = await pool.acquire("javac");
    held.release({ dirty: null, kinds: ["javac", "launcher"] });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(scripted(held).log).toEqual(["prepare javac", "prepare javac"]);
  });

  it("makes what takes long to boot once the pool is full, and renews it rarely", async () => {
    const isSlow = (kind: string) => kind === "typescript";
    const slow = { ...standing("launcher", "typescript"), costly: ["typescript"] };
    const upkeep = { costlyUsesSinceRenewal: 2, costlyLastOneAfterQuietMs: 4_000 };
    await build({ kinds: slow, isSlow, upkeep }).start();
    expect(kinds()).toEqual(Array(4).fill("launcher"));
    await vi.advanceTimersByTimeAsync(100);
    expect(kinds()).toContain("typescript");
    const logs = () => driver.sandboxes.flatMap((sandbox) => sandbox.log);
    (await pool.acquire("typescript")).release(ran("typescript"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(logs()).not.toContain("renew typescript");
    for (let run = 0; run < 4; run += 1) (await pool.acquire("typescript")).release(ran("typescript"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(logs()).toContain("renew typescript");
  });

  it("does not while executions need the machine", async () => {
    await build().start();
    const used = await pool.acquire("python");
    used.release(ran("python"));
    await settle();
    const running = await pool.acquire("launcher");
    spare = 0;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(scripted(used).log).toEqual(["prepare python"]);
    running.release(ran("launcher"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(scripted(used).log).toEqual(["prepare python", "renew python"]);
  });

  it("probes each once a minute, one at a time, and replaces those with faults", async () => {
    await build().start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(driver.sandboxes.map((sandbox) => sandbox.log)).toEqual(Array(4).fill(["probe"]));
    driver.auto = false;
    const underWay = () =>
      driver.sandboxes.filter((one) => one.operations.some((operation) => !operation.done));
    while (underWay().length === 0) await vi.advanceTimersByTimeAsync(1_000);
    const probing = underWay();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(underWay()).toEqual(probing);
    expect(probing).toHaveLength(1);
    driver.auto = true;
    probing[0]?.current().succeed("a process is left");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(pool.deaths()).toEqual({ probe: 1 });
    expect(pool.free()).toBe(4);
  });

  it("replaces the old, not all at once", async () => {
    await build({ upkeep: { maxAgeMs: 600_000 } }).start();
    await vi.advanceTimersByTimeAsync(600_000 * 0.7);
    expect(pool.deaths()).toEqual({});
    await vi.advanceTimersByTimeAsync(600_000 * 0.2);
    expect(pool.deaths()).toEqual({ age: 1 + Number(pool.deaths().age === 2) });
    await vi.advanceTimersByTimeAsync(600_000 * 0.6);
    expect(pool.deaths().age).toBeGreaterThanOrEqual(4);
    expect(pool.free()).toBe(4);
  });

  it("ends a booted runtime that jails of the launcher would only pay for", async () => {
    await build({ size: 1 }).start();
    const python = await pool.acquire("python");
    python.release(ran("python"));
    await vi.advanceTimersByTimeAsync(10);
    for (let i = 0; i < 20; i += 1) (await pool.acquire("launcher")).release(ran("launcher"));
    await vi.advanceTimersByTimeAsync(10);
    const { log } = scripted(python);
    expect(log.indexOf("renew launcher")).toBeGreaterThan(log.lastIndexOf("run python"));
    const renewals = log.filter((line) => line === "renew launcher").length;
    (await pool.acquire("launcher")).release(ran("launcher"));
    await vi.advanceTimersByTimeAsync(10);
    expect(log.filter((line) => line === "renew launcher")).toHaveLength(renewals);
  });

  it("keeps sandboxes of an occasional kind for a while, and renews them rarely", async () => {
    const upkeep = { costlyUsesSinceRenewal: 2, costlyLastOneAfterQuietMs: 4_000 };
    const timing = { demandHalfLifeMs: 10_000 };
    await build({ size: 10, kinds: withBig, timing, upkeep }).start();
    const count = () => kinds().filter((kind) => kind === "big").length;
    expect(count()).toBe(0);
    const logs: string[][] = [];
    for (let i = 0; i < 2; i += 1) {
      const held = await pool.acquire("big");
      held.release(ran("big"));
      await vi.advanceTimersByTimeAsync(10_000);
      expect(count()).toBe(2);
      logs.push(scripted(held).log);
    }
    // One that is ready when the other comes back.
    expect(logs[0]).toEqual(["prepare big"]);
    expect(logs.flat()).not.toContain("renew big");
    for (let i = 0; i < 3; i += 1) (await pool.acquire("big")).release(ran("big"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(logs.flat()).toContain("renew big");
    await vi.advanceTimersByTimeAsync(200_000);
    expect(count()).toBe(0);
  });

  it("waits for one of an occasional kind, where there is one, rather than boot another", async () => {
    await build({ size: 10, kinds: withBig, timing: { costlyPatienceMs: 700 } }).start();
    const first = await pool.acquire("big");
    expect(first.primed).toBe(false);
    const waiting = pool.acquire("big");
    first.release(ran("big"));
    const second = await waiting;
    expect(second.sandbox).toBe(first.sandbox);
    expect(second.primed).toBe(true);
    let got: HeldSandbox | null = null;
    const third = pool.acquire("big").then((held) => {
      got = held;
      return held;
    });
    await vi.advanceTimersByTimeAsync(699);
    expect(got).toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect((await third).primed).toBe(false);
    for (const held of [second, await third]) held.release(ran("big"));
  });

  it("follows the demand and keeps a reserve", async () => {
    await build({ size: 10, timing: { demandHalfLifeMs: 10_000 } }).start();
    const python = await Promise.all(Array.from({ length: 8 }, () => pool.acquire("python")));
    for (const held of python) held.release(ran("python"));
    await vi.advanceTimersByTimeAsync(200);
    const launchers = () => kinds().filter((kind) => kind === "launcher").length;
    expect(launchers()).toBeGreaterThanOrEqual(1);
    expect(launchers()).toBeLessThanOrEqual(2);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(launchers()).toBeGreaterThanOrEqual(4);
  });
});
