import type { InstalledLanguage } from "../languages/types.js";

/** Definitions for tests of the API, which never runs them. */
export const PYTHON: InstalledLanguage = {
  id: "python",
  name: "Python",
  aliases: ["py", "python3"],
  file: "main.py",
  extensions: [".py"],
  packages: ["python3"],
  version: { command: ["python3", "--version"], pattern: "(\\S+)$" },
  compile: null,
  run: ["python3", "{entry}", "{args}"],
  env: {},
  prime: "python",
  hello: { source: 'print("hello")', stdout: "hello\n" },
  installedVersion: "3.13.5",
};

export const CPP: InstalledLanguage = {
  id: "cpp",
  name: "C++",
  aliases: ["c++", "g++"],
  file: "main.cpp",
  extensions: [".cpp", ".cc"],
  packages: ["g++"],
  version: { command: ["g++", "-dumpfullversion"], pattern: "(\\S+)" },
  compile: ["g++", "-O2", "-o", "main", "{compileArgs}", "{sources}"],
  run: ["./main", "{args}"],
  env: {},
  prime: "launcher",
  hello: { source: '#include <cstdio>\nint main() { puts("hello"); }', stdout: "hello\n" },
  installedVersion: "14.2.0",
};
