// Checks the types of files: what tsc says goes to stderr, and its exit code is this one's. Arguments are options of tsc,
// then the files. The options are those of tsconfig.json beside this file, then of the request's own, then those given.
"use strict";

const { spawnSync } = require("node:child_process");
const { existsSync, mkdtempSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { dirname, join, resolve } = require("node:path");

const isSource = (path) => /\.[cm]?ts$/.test(path);
const given = process.argv.slice(2);
const files = given.filter(isSource).map((path) => resolve(path));
const options = given.filter((argument) => !isSource(argument));

const project = join(mkdtempSync(join(tmpdir(), "check-")), "tsconfig.json");
const parents = [join(__dirname, "tsconfig.json"), resolve("tsconfig.json")].filter(existsSync);
writeFileSync(project, JSON.stringify({ extends: parents, files, compilerOptions: { noEmit: true } }));

const tsc = join(
  dirname(require.resolve(`@typescript/typescript-linux-${process.arch}/package.json`)),
  "lib/tsc",
);
const { status, error } = spawnSync(tsc, ["--project", project, ...options], { stdio: ["ignore", 2, 2] });
if (error) throw error;
process.exitCode = status ?? 1;
