import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { useService } from "./service.js";

/** Clients that nobody here wrote, as their registry has them: nothing of them is changed but the address. */

const run = promisify(execFile);
const file = (name: string) => fileURLToPath(new URL(`./judge0-clients/${name}`, import.meta.url));
const REQUIRED = file("requirements.txt");
const ALONE = file("requirements-alone.txt");
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/judge0-clients/", import.meta.url));
const [TOKEN, USER] = ["a-token", "an-owner"];

const service = useService({
  NEURON_POOL_SIZE: "3",
  NEURON_JUDGE0_AUTHN_TOKEN: `another ${TOKEN}`,
  NEURON_JUDGE0_AUTHZ_TOKEN: USER,
});

/** Kept until something else is required, beside the packages of npm. */
const install = async (): Promise<string> => {
  const { stdout: version } = await run("python3", ["--version"]);
  const hash = createHash("sha256")
    .update(version)
    .update(readFileSync(REQUIRED))
    .update(readFileSync(ALONE));
  const folder = join(CACHE, hash.digest("hex").slice(0, 16));
  if (existsSync(folder)) return folder;
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  const unfinished = mkdtempSync(join(CACHE, "unfinished-"));
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", unfinished];
  await run("python3", [...pip, "--requirement", REQUIRED]);
  await run("python3", [...pip, "--no-deps", "--requirement", ALONE]);
  renameSync(unfinished, folder);
  return folder;
};

let packages: string;
beforeAll(async () => {
  packages = await install();
}, 180_000);

const use = async (client: string): Promise<unknown> => {
  const args = [file("clients.py"), client, `${service.url}/judge0`, TOKEN, USER];
  const env = { ...process.env, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: "1" };
  const { stdout } = await run("python3", args, { env, timeout: 50_000 });
  return JSON.parse(stdout);
};

/** It leaves messages as they come. */
const base64 = (text: string) => `${Buffer.from(text).toString("base64")}\n`;

test("judge0, the official one", async () => {
  expect(await use("judge0")).toEqual({
    version: "1.13.1",
    python: true,
    hello: [
      [3, "hello you\n"],
      [4, "hello me\n"],
    ],
    many: Array.from({ length: 25 }, (_, i) => `${i}\n`),
    broken: [6, true, null],
    crash: [10, 6, base64("Caught fatal signal 6")],
    files: [3, "from the archive two words\n", "żółw\n"],
    project: [11, 3],
    slow: [5, base64("Time limit exceeded"), true, "datetime"],
  });
});

test("judge0-client", async () => {
  expect(await use("judge0-client")).toEqual({
    about: "1.13.1",
    single: [3, "aż\n", null],
    multi: [3, "ż", null],
    workers: ["1.13.1"],
    texts: [true, true],
  });
});

test("judge0api", async () => {
  expect(await use("judge0api")).toEqual({
    status: { id: 3, description: "Accepted" },
    stdout: "in\n",
    code: 0,
    refused: 401,
  });
});

test("judge0-api-wrapper", async () => {
  expect(await use("judge0-api-wrapper")).toEqual({
    languages: true,
    ended: [
      [3, "one\n"],
      [4, "0\n"],
      [3, "1\n"],
    ],
  });
});
