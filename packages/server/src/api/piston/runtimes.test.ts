import { describe, expect, test } from "vitest";
import { loadLanguages } from "../../languages/index.js";
import { published } from "../../languages/published.js";
import { CPP, PYTHON } from "../test-api.js";
import { createRuntimes, namesOf } from "./runtimes.js";

const BASH = { ...PYTHON, id: "bash", name: "Bash", aliases: ["sh"], piston: [], installedVersion: "5.2.37" };
const of = (exactVersions = false, ...languages: (typeof PYTHON)[]) =>
  createRuntimes({ installed: () => languages, exactVersions });

describe("a version", () => {
  test.each(["*", "3.13.5", "3.x", "3", ">=3 <4", "^3.10", "~3.13", "x", "3.13.0 - 3.14.0"])(
    "%s is installed",
    (version) => {
      expect(of(true, PYTHON).find("python", version)?.version).toBe("3.13.5");
    },
  );

  test.each(["3.10.0", "3.10.0-alpha.7", "3.9.x", "<3.12", "2.7.18"])("%s is older", (version) => {
    expect(of(true, PYTHON).find("python", version)).toBeNull();
    expect(of(false, PYTHON).find("python", version)?.version).toBe("3.13.5");
  });

  test("is one of Piston's packages, however its toolchain counts", () => {
    const d = { ...CPP, id: "d", aliases: [], piston: [], installedVersion: "1.40.0" };
    expect(of(false, d).find("d", "10.2.0")?.version).toBe("1.40.0");
    expect(of(false, d).find("d", "11.0.0")).toBeNull();
  });

  test.each(["3.14.0", "99.x", "latest", "not a range", "*".repeat(300)])("%s is unknown", (version) => {
    expect(of(false, PYTHON).find("python", version)).toBeNull();
  });

  test.each([
    ["1.24", "1.24.0"],
    ["21", "21.0.0"],
    ["1.07.1", "1.7.1"],
    ["2.49.95+", "2.49.95"],
    ["27.3.4.2", "27.3.4"],
    ["2022.12", "2022.12.0"],
    ["0.13.0-dev", "0.13.0-dev"],
    ["unknown", "0.0.0"],
  ])("%s is told as %s, and can be asked for so", (installedVersion, version) => {
    const runtimes = of(true, { ...PYTHON, installedVersion });
    expect(runtimes.all()[0]?.version).toBe(version);
    expect(runtimes.find("python", version)?.version).toBe(version);
    expect(runtimes.find("python", "*")?.version).toBe(version);
  });
});

test("of several that have a name, the newest one that fits is meant", () => {
  const versions = ["2.9.0", "3.13.5", "3.2.1"];
  const several = versions.map((version, i) => ({ ...PYTHON, id: `p${i}`, installedVersion: version }));
  const find = (range: string) => of(true, ...several).find("python3.10", range)?.version;
  expect([find("*"), find("<3.13"), find("2.x")]).toEqual(["3.13.5", "3.2.1", "2.9.0"]);
});

test("names are told apart by case, and found by each", () => {
  const runtimes = of(false, PYTHON, CPP);
  for (const name of ["c++", "cpp", "g++"]) expect(runtimes.find(name, "*")?.language).toBe("c++");
  for (const name of ["C++", "Python", "__proto__", "toString", ""])
    expect(runtimes.find(name, "*")).toBeNull();
});

test("what is installed changes while it runs", () => {
  let installed = [PYTHON];
  const runtimes = createRuntimes({ installed: () => installed, exactVersions: false });
  expect(runtimes.find("c++", "*")).toBeNull();
  installed = [CPP];
  expect(runtimes.find("c++", "*")?.version).toBe("14.2.0");
  expect(runtimes.find("python", "*")).toBeNull();
});

test("an executable is a runtime where there is a shell", () => {
  expect(of(false, PYTHON).find("file", "*")).toBeNull();
  const runtimes = of(false, BASH);
  expect(runtimes.all().map(({ language, version }) => [language, version])).toEqual([
    ["bash", "5.2.37"],
    ["file", "0.0.1"],
  ]);
  expect(runtimes.find("elf", "0.0.1")?.executable).toBe(true);
});

test("every definition is found by each of its names alone, and has Piston's name where Piston has one", () => {
  const definitions = loadLanguages();
  const installed = definitions.map((each) => published({ ...each, installedVersion: "1.2.3", root: null }));
  const runtimes = createRuntimes({ installed: () => installed, exactVersions: true });
  for (const definition of definitions)
    for (const name of namesOf(definition))
      expect([name, runtimes.find(name, "*")?.definition.id]).toEqual([name, definition.id]);
  const names = new Map(definitions.map((definition) => [definition.id, namesOf(definition)[0]]));
  expect(Object.fromEntries(names)).toMatchObject({
    ...{ cpp: "c++", gawk: "awk", "emacs-lisp": "emacs", sbcl: "lisp", "swi-prolog": "prolog", r: "rscript" },
    ...{ sqlite: "sqlite3", verilog: "iverilog", "llvm-ir": "llvm_ir", jython: "python2", csharp: "csharp" },
    ...{ deno: "deno", typescript: "typescript", javascript: "javascript" },
  });
});
