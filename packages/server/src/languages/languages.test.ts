import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BUILT_IN_LANGUAGES_DIR, expandCommand, LanguageFileSchema, loadLanguages } from "./index.js";

test("the built-in languages are valid", () => {
  const languages = loadLanguages();
  expect(languages.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["bash", "c", "cpp", "javascript", "python", "typescript"]),
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

  test.each([
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
    ["a support file that is a path", { support: ["../py.json"] }, "/support/0"],
    ["a support file that is not there", { id: "py", support: ["a.js"] }, "py.json: /support: ENOENT"],
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
