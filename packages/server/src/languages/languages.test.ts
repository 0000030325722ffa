import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  BUILT_IN_LANGUAGES_DIR,
  chooseLanguages,
  expandCommand,
  type LanguageDefinition,
  LanguageFileSchema,
  loadLanguages,
} from "./index.js";

test("the built-in languages are valid", () => {
  const languages = loadLanguages();
  expect(languages.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["c", "java", "javascript", "php", "python", "ruby", "typescript-checked"]),
  );
});

test("languages/schema.json is the schema that the loader uses", () => {
  const written = JSON.parse(readFileSync(join(BUILT_IN_LANGUAGES_DIR, "schema.json"), "utf8"));
  expect(written).toEqual(JSON.parse(JSON.stringify(LanguageFileSchema)));
});

describe("loadLanguages", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "neuron-languages-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const python = () => JSON.parse(readFileSync(join(BUILT_IN_LANGUAGES_DIR, "python.json"), "utf8"));
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));

  const numbers = {
    ...{ name: "numbers", mentions: ["numpy"], modules: ["numpy"] },
    ...{ seeders: [], rehearsal: "import numpy", env: [] },
  };

  test.each([
    ["modules for a launcher", { id: "py", prime: "launcher" }, "/preload needs a booted runtime"],
    ["two sets of one name", { id: "py", preload: [numbers, numbers] }, "/preload/1/name is taken"],
    ["an unknown field", { colour: "red" }, "py.json: / must not have additional properties"],
    ["another id than the file's name", {}, "/id must be the file's name, py"],
    ["an unknown placeholder", { id: "py", run: ["x", "{source}"] }, "/run/1 has {source}"],
    ["a list inside an item", { id: "py", run: ["x{args}"] }, "/run/0 must be {args} alone"],
    [
      "a pattern without a group",
      { id: "py", version: { command: ["x"], pattern: "\\d" } },
      "exactly one group",
    ],
    ["a package without its hash", { npm: [{ name: "a", version: "1.0.0" }] }, "/npm/0"],
    [
      "a package's name that is a path",
      { npm: [{ name: "../a", version: "1.0.0", integrity: `sha512-${"A".repeat(86)}==` }] },
      "/npm/0/name",
    ],
    ["a need of a language that is not there", { id: "py", needs: ["c"] }, "py.json: /needs has c"],
  ])("refuses %s", (_, change, message) => {
    write("py.json", { ...python(), ...change });
    expect(() => loadLanguages(folder)).toThrow(message);
  });

  test("refuses two languages of one name, and broken JSON", () => {
    write("python.json", python());
    write("other.json", { ...python(), id: "other", aliases: ["py"] });
    writeFileSync(join(folder, "broken.json"), "{");
    expect(() => loadLanguages(folder)).toThrow(/broken\.json: [\s\S]*the name py belongs to other\.json/);
  });
});

describe("chooseLanguages", () => {
  const languages = [
    { id: "c", core: true },
    { id: "python", core: true },
    { id: "ruby" },
    { id: "rubyish", needs: ["ruby"] },
  ].map((language) => language as Partial<LanguageDefinition> as LanguageDefinition);
  const chosen = (choice: string) => chooseLanguages(languages, choice).map(({ id }) => id);

  test.each([
    ["core", ["c", "python"]],
    ["all", ["c", "python", "ruby", "rubyish"]],
    ["rubyish", ["ruby", "rubyish"]],
    ["ruby,c", ["c", "ruby"]],
    ["core,ruby,ruby", ["c", "python", "ruby"]],
  ])("%s", (choice, ids) => expect(chosen(choice)).toEqual(ids));

  test("refuses what there is not", () => {
    expect(() => chosen("core,perl,rust")).toThrow(/There is no perl: choose from core, all, c, [\s\S]*rust/);
  });
});

describe("expandCommand", () => {
  const parts = { entry: "main.c", files: ["util.h", "util.c", "main.c"], extensions: [".c"] };

  test("lists become items, the entry is the first source", () => {
    const template = ["gcc", "{compileArgs}", "{sources}", "-lm"];
    expect(expandCommand(template, { ...parts, compileArgs: ["-O3", "-g"] })).toEqual(
      "gcc -O3 -g main.c util.c -lm".split(" "),
    );
  });

  test("arguments stay what they are", () => {
    const args = ["{entry}", "$&", "", "a b"];
    expect(expandCommand(["x={entry}", "{args}"], { ...parts, entry: "$&.c", args })).toEqual([
      "x=$&.c",
      ...args,
    ]);
  });

  test("a file cannot become an option", () => {
    expect(expandCommand(["cc", "{sources}"], { ...parts, entry: "-o.c", files: ["-o.c"] })).toEqual([
      "cc",
      "./-o.c",
    ]);
  });
});
