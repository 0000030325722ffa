import { fileURLToPath } from "node:url";
import { piston } from "piston-client";
import { beforeAll, expect, test } from "vitest";
import { installPackages, useInPython } from "./python-packages.js";
import { useService } from "./service.js";

/** Clients that nobody here wrote, as their registries have them: nothing of them is changed but the address. */

const file = (name: string) => fileURLToPath(new URL(`./piston-clients/${name}`, import.meta.url));
const ADMIN_KEY = "admin-key-of-the-tests-0123456789";

const service = useService({ NEURON_POOL_SIZE: "3", NEURON_ADMIN_KEY: ADMIN_KEY });

let packages: string;
beforeAll(async () => {
  packages = await installPackages("piston-clients", { required: file("requirements.txt") });
}, 600_000);

const use = (client: string) =>
  useInPython(packages, [file("clients.py"), client, `${service.url}/api/v2/`, ADMIN_KEY]);

test("piston-client, of npm", async () => {
  const client = piston({ server: service.url });
  const runtimes = await client.runtimes();
  expect(runtimes.map(({ language }) => language)).toEqual(
    expect.arrayContaining(["bash", "c", "c++", "javascript", "python"]),
  );
  expect(await client.execute("javascript", "console.log(process.argv.slice(2).join())")).toMatchObject({
    ...{ language: "javascript", run: { stdout: "1,2,3\n", code: 0, output: "1,2,3\n" } },
  });
  const source = "#include <iostream>\nint main() { int n; std::cin >> n; std::cout << n * 2; }";
  expect(await client.execute("c++", source, { version: "10.2.0", stdin: "5", args: [] })).toMatchObject({
    ...{ compile: { code: 0 }, run: { stdout: "10" } },
  });
  expect(await client.execute("python", "exit(3)", { runTimeout: 5000 })).toEqual({
    message: "run_timeout cannot exceed the configured limit of 3000",
  });
});

test("ultra-piston, of PyPI", async () => {
  expect(await use("ultra-piston")).toEqual({
    runtimes: ["gcc", true],
    packages: [true, true],
    hello: ["python", "in a b c\n", "", "in a b c\n", 0, null, null],
    compiled: [0, "", "1", 3],
    broken: [1, true],
    slow: [null, "SIGKILL"],
    unknown: expect.stringContaining("status_code=400"),
    again: expect.stringContaining("status_code=500"),
    later: "1\n",
  });
});

test("aiopyston, of PyPI", async () => {
  expect(await use("aiopyston")).toEqual({
    hello: ["in\n", "python", 0, null],
    several: "it\n",
    broken: [1, 1],
    unknown: "cobol-* runtime is unknown",
    found: ["c++", true],
  });
});
