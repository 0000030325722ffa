import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { INSTALL_SECONDS, runBounded } from "./run-bounded.js";
import { useService } from "./service.js";

/** The SDK as it is built, in other runtimes than the one that all its tests run in. */

const RUNTIMES = { deno: "2.9.6", bun: "1.4.5" };
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/sdk-runtimes/", import.meta.url));
const PROGRAM = fileURLToPath(new URL("./sdk-runtimes/use.mjs", import.meta.url));

const service = useService({ NEURON_POOL_SIZE: "3" });

/** A hundred megabytes each, so they are no packages that everybody needs. Kept until other versions are wanted. */
const install = async (): Promise<string> => {
  const wanted = Object.entries(RUNTIMES).map((each) => each.join("@"));
  const folder = join(CACHE, wanted.join("-"));
  if (existsSync(folder)) return folder;
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  const unfinished = mkdtempSync(join(CACHE, "unfinished-"));
  writeFileSync(join(unfinished, "package.json"), "{}");
  const options = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"];
  await runBounded(INSTALL_SECONDS, "npm", ["install", ...options, ...wanted], { cwd: unfinished });
  renameSync(unfinished, folder);
  return folder;
};

/** The binary in the package that npm has chosen for this machine. */
const find = (folder: string, scope: string, path: string): string => {
  const packages = join(folder, "node_modules", scope);
  const found = readdirSync(packages)
    .map((name) => join(packages, name, path))
    .find(existsSync);
  if (found === undefined) throw new Error(`There is no ${path} of ${scope}.`);
  return found;
};

let folder: string;
beforeAll(async () => {
  folder = await install();
}, 600_000);

test.each([
  ["Deno", () => [find(folder, "@deno", "deno"), "run", "--no-config", "--allow-net", "--allow-read"]],
  ["Bun", () => [find(folder, "@oven", "bin/bun"), "run"]],
] as const)("%s", async (_name, command) => {
  const [binary = "", ...options] = command();
  const printed = await runBounded(50, binary, [...options, PROGRAM, service.url]);
  expect(JSON.parse(printed)).toEqual({
    hello: ["accepted", "hello żółw\n"],
    printed: "0\n1\n2\naccepted",
    talked: "a? b? 7 -> 21\n",
    refused: ["unknown_language", 422],
    aborted: "AbortError",
  });
  await service.until("the aborted one has ended", async () => {
    const { queued, running } = await service.stats();
    return queued + running === 0;
  });
});
