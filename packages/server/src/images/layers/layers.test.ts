import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type LanguageDefinition, loadLanguages } from "../../languages/index.js";
import { processIdentity } from "../../platform/process-identity.js";
import { imageOf } from "../definition.js";
import { stacksOf } from "./definition.js";
import { listLayers, openPartial, publish, readLayer, removeLeftOvers, withdraw } from "./store.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "neuron-layers-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("stacks", () => {
  const python = loadLanguages().find(({ id }) => id === "python") as LanguageDefinition;
  const language = (id: string, given: Partial<LanguageDefinition> = {}): LanguageDefinition => ({
    ...python,
    home: folder,
    id,
    core: false,
    packages: [id],
    preload: [],
    ...given,
  });
  const image = imageOf([python], "trixie");
  const namesOf = (languages: readonly LanguageDefinition[], id: string, on = image) =>
    stacksOf(languages, on)
      .get(id)
      ?.map(({ name }) => name);

  test("a core language is in the image, every other one is a layer, and one that needs another lies upon it", () => {
    const languages = [python, language("java"), language("kotlin", { needs: ["java", "python"] })];
    expect(namesOf(languages, "python")).toEqual([]);
    const [java] = namesOf(languages, "java") ?? [];
    expect(java).toMatch(/^java-[0-9a-f]{12}$/);
    expect(namesOf(languages, "kotlin")).toEqual([expect.stringMatching(/^kotlin-/), java]);
  });

  test("one that brings nothing of its own runs in the other's layer", () => {
    const languages = [language("mono"), language("basic", { needs: ["mono"], packages: [] })];
    expect(namesOf(languages, "basic")).toEqual(namesOf(languages, "mono"));
  });

  test("what is in a layer, and what is below it, decide its name; how it is used does not", () => {
    const nameOf = (given: Partial<LanguageDefinition>, below: Partial<LanguageDefinition> = {}) =>
      namesOf([language("a", below), language("b", { needs: ["a"], ...given })], "b")?.[0];
    const name = nameOf({});
    const npm = [{ name: "typescript", version: "1.0.0", integrity: "sha512-x" }];
    const download = { registry: "pypi", name: "x", version: "1", sha256: "0".repeat(64), to: "x" } as const;
    const changes = [
      nameOf({ packages: ["other"] }),
      nameOf({ npm }),
      nameOf({ downloads: [download] }),
      nameOf({ prepare: [["true"]] }),
      nameOf({}, { packages: ["other"] }),
      namesOf([language("a"), language("b", { needs: ["a"] })], "b", { ...image, hash: "0".repeat(12) })?.[0],
    ];
    expect(new Set([name, ...changes]).size).toBe(1 + changes.length);
    mkdirSync(join(folder, "b"));
    writeFileSync(join(folder, "b/file"), "");
    expect(nameOf({})).not.toBe(name);
    rmSync(join(folder, "b"), { recursive: true });
    expect(nameOf({ run: ["other"], aliases: ["c"], limits: { processes: 99 } })).toBe(name);
  });

  test("refuses a circle", () => {
    const circle = [language("a", { needs: ["b"] }), language("b", { needs: ["a"] })];
    expect(() => stacksOf(circle, image)).toThrow("a, b, a");
  });
});

describe("the store", () => {
  const NAME = "lua-0123456789ab";
  const build = (): string => {
    const partial = openPartial(folder, "lua");
    mkdirSync(join(partial, "root"));
    return partial;
  };
  const finish = (partial: string, version = "5"): void => {
    const manifest = { name: NAME, language: "lua", version, below: [], bytes: 1, builtAt: "" };
    writeFileSync(join(partial, "manifest.json"), JSON.stringify(manifest));
    publish(folder, partial, NAME);
  };

  test("only a finished layer is found, and the first of two stays", () => {
    expect(listLayers(folder).size).toBe(0);
    const partial = build();
    expect(readLayer(folder, NAME)).toBeNull();
    finish(partial);
    expect(readLayer(folder, NAME)?.version).toBe("5");
    finish(build(), "6");
    expect(readLayer(folder, NAME)?.version).toBe("5");
    expect([...listLayers(folder).keys()]).toEqual([NAME]);
  });

  test("one that is withdrawn is not found, and is still there for those who run in it", () => {
    finish(build());
    const where = withdraw(folder, NAME);
    expect(listLayers(folder).size).toBe(0);
    expect(existsSync(join(where, "root"))).toBe(true);
  });

  test("what the dead left is removed, and nothing else", () => {
    finish(build());
    const own = build();
    const layers = join(folder, "layers");
    for (const name of [".partial-1.7-lua", `.removed-1.7-${NAME}`])
      mkdirSync(join(layers, name, "root"), { recursive: true });
    removeLeftOvers(folder);
    expect(readdirSync(layers).sort()).toEqual([`.partial-${processIdentity()}-lua`, NAME]);
    expect(existsSync(own)).toBe(true);
  });
});
