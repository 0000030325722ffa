import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { installPackages, useInPython } from "./python-packages.js";
import { useService } from "./service.js";

/** Clients that nobody here wrote, as their registry has them: nothing of them is changed but the address. */

const file = (name: string) => fileURLToPath(new URL(`./judge0-clients/${name}`, import.meta.url));
const [TOKEN, USER] = ["a-token", "an-owner"];

const service = useService({
  NEURON_POOL_SIZE: "3",
  NEURON_JUDGE0_AUTHN_TOKEN: `another ${TOKEN}`,
  NEURON_JUDGE0_AUTHZ_TOKEN: USER,
});

let packages: string;
beforeAll(async () => {
  packages = await installPackages("judge0-clients", {
    required: file("requirements.txt"),
    alone: file("requirements-alone.txt"),
  });
}, 600_000);

const use = (client: string) =>
  useInPython(packages, [file("clients.py"), client, `${service.url}/judge0`, TOKEN, USER]);

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
