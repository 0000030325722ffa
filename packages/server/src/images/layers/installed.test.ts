import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type LanguageDefinition, loadLanguages } from "../../languages/index.js";
import { imageOf } from "../definition.js";
import { stacksOf } from "./definition.js";
import { type InstalledSource, watchInstalled } from "./installed.js";
import { openPartial, publish, withdraw } from "./store.js";

let imagesDir: string;
let source: InstalledSource;
beforeEach(() => {
  imagesDir = mkdtempSync(join(tmpdir(), "neuron-installed-"));
});
afterEach(() => {
  source.close();
  rmSync(imagesDir, { recursive: true });
});

const languages = loadLanguages().filter(({ id }) => id === "python" || id === "lua");
const definition = imageOf(languages, "trixie");
const nameOf = ({ id }: LanguageDefinition): string =>
  stacksOf(languages, definition).get(id)?.[0]?.name ?? "";
const LUA = nameOf(languages.find(({ id }) => id === "lua") as LanguageDefinition);

const publishLua = (): void => {
  const partial = openPartial(imagesDir, "lua");
  mkdirSync(join(partial, "root"));
  const manifest = { name: LUA, language: "lua", version: "5", below: [], bytes: 1, builtAt: "" };
  writeFileSync(join(partial, "manifest.json"), JSON.stringify(manifest));
  publish(imagesDir, partial, LUA);
};

const open = (): unknown[] => {
  const manifest = { versions: { python: "3" } } as never;
  const errors: unknown[] = [];
  const ownLanguagesDir = join(imagesDir, "own");
  const image = { rootfs: join(imagesDir, "rootfs"), manifest };
  source = watchInstalled(
    { imagesDir, image, definition, languages: () => languages, ownLanguagesDir },
    (error) => errors.push(error),
  );
  return errors;
};
const ids = () => source.installed().map(({ id }) => id);

test("the first layer of all is seen at once, and so is what comes and goes after it", async () => {
  const errors = open();
  const changed = vi.fn();
  source.watch(changed);
  expect(ids()).toEqual(["python"]);
  for (let round = 0; round < 2; round += 1) {
    publishLua();
    await vi.waitFor(() => expect(ids()).toEqual(["lua", "python"]), 5_000);
    expect(source.layersOf(LUA)).toHaveLength(2);
    rmSync(withdraw(imagesDir, LUA), { recursive: true });
    await vi.waitFor(() => expect(ids()).toEqual(["python"]), 5_000);
  }
  expect(changed).toHaveBeenCalledTimes(4);
  expect(errors).toEqual([]);
});

test("where nothing can be watched that is told, and what comes is seen all the same", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    const errors = open();
    rmSync(imagesDir, { recursive: true });
    const changed = vi.fn();
    source.watch(changed);
    expect(errors).toMatchObject([{ code: "ENOENT", syscall: "watch" }]);
    publishLua();
    expect(ids()).toEqual(["python"]);
    vi.advanceTimersByTime(10_000);
    expect(ids()).toEqual(["lua", "python"]);
    expect([changed.mock.calls.length, errors.length]).toEqual([1, 1]);
  } finally {
    vi.useRealTimers();
  }
});
