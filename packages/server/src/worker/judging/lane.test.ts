import { beforeEach, describe, expect, it } from "vitest";
import type { JailKind } from "../../sandbox/types.js";
import { SandboxLostError } from "../../sandbox/types.js";
import { type HeldSandbox, PoolError } from "../pool.js";
import { createScriptedDriver, type ScriptedSandbox } from "../scripted-driver.js";
import { createLane, type Lane } from "./lane.js";

/** Warm ones, by name and kind; what becomes of them. */
let warm: HeldSandbox[];
let log: string[];
let running: number;
let lane: Lane;

const hold = async (kind: JailKind): Promise<HeldSandbox> => {
  const sandbox = (await createScriptedDriver().boot(kind)) as ScriptedSandbox;
  const name = `${kind}${warm.length}`;
  return {
    sandbox: Object.assign(sandbox, { id: name }),
    primed: true,
    uses: 7,
    release: ({ dirty, kinds }) => log.push(`${name} back: ${dirty ?? "clean"} (${kinds})`),
  };
};

const take = (kind: JailKind): HeldSandbox | null => {
  const at = warm.findIndex(({ sandbox }) => sandbox.kind === kind);
  return at === -1 ? null : (warm.splice(at, 1)[0] ?? null);
};

beforeEach(async () => {
  warm = [];
  log = [];
  running = 0;
  for (const kind of ["python", "python", "python", "launcher"]) warm.push(await hold(kind));
  log = [];
  lane = createLane({
    pool: {
      take,
      acquire: async () => {
        const any = warm.shift();
        if (!any) throw new PoolError("none");
        return any;
      },
    },
    governor: {
      started: () => {
        running += 1;
        return () => {
          running -= 1;
        };
      },
    },
    onBegun: () => log.push("begun"),
  });
});

const run = (kind: JailKind, dirty: string | null = null, fail?: Error) => {
  log.push(`run ${kind}`);
  let places = 0;
  return lane
    .run(
      kind,
      () => {
        places += 1;
      },
      async (sandbox) => {
        expect(running).toBe(1);
        expect(places).toBeGreaterThan(0);
        log.push(`in ${sandbox.id}`);
        if (fail) throw fail;
        return { dirty, kinds: [kind] };
      },
    )
    .finally(() => {
      expect(running).toBe(0);
      expect(places).toBeGreaterThan(0);
    });
};

describe("a lane", () => {
  it("takes a sandbox whose jail waits, and gives the one before back", async () => {
    await run("python");
    await run("python");
    lane.rest();
    expect(log).toEqual([
      ...["run python", "begun", "in python0"],
      ...["run python", "python0 back: clean (python)", "in python1", "python1 back: clean (python)"],
    ]);
    expect(lane.first).toEqual({ id: "python0", primed: true, uses: 8 });
  });

  it("goes on in its own when there is no other, and tells of all that it did there", async () => {
    await run("launcher");
    await run("launcher");
    await run("ruby");
    lane.rest();
    expect(log.slice(-1)).toEqual(["launcher3 back: clean (launcher,launcher,ruby)"]);
    expect(log.filter((line) => line.startsWith("in "))).toEqual(Array(3).fill("in launcher3"));
  });

  it("replaces one that a run has made dirty", async () => {
    await run("launcher", "time_limit");
    await run("launcher");
    expect(log).toEqual([
      ...["run launcher", "begun", "in launcher3", "launcher3 back: time_limit (launcher)"],
      ...["run launcher", "in python0"],
    ]);
  });

  it("tries a run again elsewhere when its sandbox is lost, twice", async () => {
    await expect(run("python", null, new SandboxLostError("gone"))).rejects.toThrow("gone");
    expect(log).toEqual([
      ...["run python", "begun"],
      ...[0, 1, 2].flatMap((n) => [`in python${n}`, `python${n} back: lost ()`]),
    ]);
    await run("launcher");
    expect(log.at(-1)).toBe("in launcher3");
  });

  it("does not try again what failed in another way", async () => {
    await expect(run("python", null, new Error("bug"))).rejects.toThrow("bug");
    expect(log.slice(-2)).toEqual(["in python0", "python0 back: fault ()"]);
    warm = [];
    await expect(run("python")).rejects.toThrow(PoolError);
  });
});
