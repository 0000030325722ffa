import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Execution } from "@neuron/contract";
import { readConfig } from "@neuron/server";
import { afterAll, describe, expect, test } from "vitest";
import { testRootfs } from "../../packages/server/src/test-image.js";
import { useService } from "./service.js";

const NEURON = fileURLToPath(new URL("../../bin/neuron.mjs", import.meta.url));
const IMAGES = process.env.NEURON_IMAGES_DIR ?? readConfig({ env: process.env }).imagesDir;

/** Its own language needs no network: one script, which shouts what it reads. */
const ID = `shout-${process.pid}`;
const define = (dataDir: string, prepare: string): void => {
  const folder = join(dataDir, "languages", ID);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "shout"), '#!/bin/sh\ntr a-z A-Z < "$1"\ntr a-z A-Z\n');
  chmodSync(join(folder, "shout"), 0o755);
  const definition = {
    id: ID,
    name: "Shout",
    aliases: [],
    file: "main.shout",
    extensions: [".shout"],
    packages: [],
    version: { command: ["echo", "1.2.3"], pattern: "(\\S+)" },
    prepare: [["sh", "-c", prepare]],
    compile: null,
    run: [`/usr/lib/neuron/${ID}/shout`, "{entry}", "{args}"],
    env: {},
    prime: "launcher",
    hello: { source: "Hello, world!\n", stdout: "HELLO, WORLD!\n" },
  };
  writeFileSync(join(dataDir, "languages", `${ID}.json`), JSON.stringify(definition));
};

const settings = (dataDir: string, images = IMAGES) => ({
  ...process.env,
  NEURON_LANGUAGES: "core",
  NEURON_DATA_DIR: dataDir,
  NEURON_IMAGES_DIR: images,
});

const neuron = (env: NodeJS.ProcessEnv, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [NEURON, "languages", ...args], {
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
};

const layersIn = (images: string): string[] => {
  const folder = join(images, "layers");
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.includes(ID)) : [];
};

describe("while the service runs", () => {
  const service = useService({ NEURON_LANGUAGES: "core", NEURON_POOL_SIZE: "12" });
  const env = () => settings(service.dataDir);
  const hello = { language: ID, source: "Hello, world!\n", stdin: "again\n" };

  test("a language is added, disturbs nobody, is served warm, and is taken away again", async () => {
    const refused = await service.fetch("/v1/executions", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(hello),
    });
    expect(refused.status).toBe(422);

    let going = true;
    const executions: Execution[] = [];
    const clients = Array.from({ length: 16 }, async () => {
      while (going) executions.push(await service.execute({ language: "python", source: "print(1)" }));
    });

    try {
      define(service.dataDir, "true");
      expect(neuron(env(), "add", ID)).toMatchObject({ status: 0 });
      await service.until("it is listed", async () => (await listed()).includes(ID), 30_000);
      const first = await service.execute(hello);
      expect([first.outcome, first.run?.stdout]).toEqual(["accepted", "HELLO, WORLD!\nAGAIN\n"]);
      await service.until(
        "it is served warm",
        async () => (await service.execute(hello)).sandbox?.primed === true,
        30_000,
      );
    } finally {
      going = false;
      await Promise.all(clients);
    }
    expect(executions.length).toBeGreaterThan(16);
    expect(executions.filter(({ outcome, run }) => outcome !== "accepted" || run?.stdout !== "1\n")).toEqual(
      [],
    );

    expect(neuron(env(), "remove", ID)).toMatchObject({ status: 0 });
    expect(layersIn(IMAGES)).toEqual([]);
    await service.until("it is gone", async () => !(await listed()).includes(ID), 30_000);
    expect((await service.execute({ language: "python", source: "print(2)" })).outcome).toBe("accepted");
  }, 240_000);

  const listed = async (): Promise<string[]> => {
    const { languages } = (await (await service.fetch("/v1/languages")).json()) as {
      languages: { id: string }[];
    };
    return languages.map(({ id }) => id);
  };
});

describe("an addition that does not come to its end", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "neuron-layers-"));
  afterAll(() => {
    neuron(settings(dataDir), "remove", ID);
    rmSync(dataDir, { recursive: true, force: true });
  });

  test.each(["SIGKILL", "SIGINT"] as const)(
    "can be repeated after %s",
    async (signal) => {
      define(dataDir, "sleep 60");
      const adding = spawn(process.execPath, [NEURON, "languages", "add", ID], {
        env: settings(dataDir),
        stdio: "ignore",
      });
      const ended = once(adding, "exit");
      while (!layersIn(IMAGES).some((name) => name.startsWith(".partial-"))) await delay(20);
      await delay(300);
      adding.kill(signal);
      await ended;
      expect(layersIn(IMAGES).filter((name) => !name.startsWith("."))).toEqual([]);
      expect(readFileSync("/proc/self/mountinfo", "utf8")).not.toContain(ID);
      define(dataDir, "true");
      expect(neuron(settings(dataDir), "add", ID)).toMatchObject({ status: 0 });
      expect(layersIn(IMAGES)).toEqual([expect.stringMatching(new RegExp(`^${ID}-[0-9a-f]{12}$`))]);
      expect(neuron(settings(dataDir), "test", ID)).toMatchObject({ status: 0 });
      expect(neuron(settings(dataDir), "remove", ID)).toMatchObject({ status: 0 });
    },
    120_000,
  );

  test("on a full disk says so, and leaves what was there", () => {
    const images = join(dataDir, "images");
    const image = dirname(testRootfs());
    mkdirSync(images);
    const mount = (...args: string[]) => expect(spawnSync("mount", args).status).toBe(0);
    mount("-t", "tmpfs", "-o", "size=160m", "tmpfs", images);
    try {
      mkdirSync(join(images, basename(image)));
      mount("--bind", image, join(images, basename(image)));
      define(dataDir, "true");
      expect(neuron(settings(dataDir, images), "add", ID)).toMatchObject({ status: 0 });
      const before = layersIn(images);

      define(dataDir, "head -c 300M /dev/zero > zeros");
      const full = neuron(settings(dataDir, images), "add", ID);
      expect(full.status).toBe(1);
      expect(full.stderr).toContain("No space left on device");
      expect(layersIn(images)).toEqual(before);

      writeFileSync(join(images, "ballast"), Buffer.alloc(100 * 1024 ** 2));
      const little = neuron(settings(dataDir, images), "add", ID);
      expect(little.status).toBe(1);
      expect(little.stderr).toMatch(/needs 128 MiB in \S+, which has \d+ MiB free/);
      expect(layersIn(images)).toEqual(before);
    } finally {
      spawnSync("umount", ["-R", images]);
    }
  }, 120_000);
});

test("what is asked wrongly is told", () => {
  const env = settings(tmpdir());
  expect(neuron(env, "add", "pythn").stderr).toContain('There is no language "pythn"');
  expect(neuron(env, "add").stderr).toContain("--all");
  expect(neuron(env, "remove", "python").stderr).toContain("in the image itself");
  expect(neuron(env, "info", "py").stdout).toContain("Python");
});
