import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** @param {import("./checks.mjs").Checks} checks @param {string} root */
export const checkMachine = async ({ check }, root) => {
  await check("the guest runs systemd on cgroup v2", async () => {
    assert.equal((await run("stat", ["-fc", "%T", "/sys/fs/cgroup"])).stdout.trim(), "cgroup2fs");
    assert.equal(readFileSync("/proc/1/comm", "utf8").trim(), "systemd");
    return (await run("runc", ["--version"])).stdout.split("\n")[0];
  });
  await check("neuron doctor finds v2 and all that is needed", async () => {
    const { stdout } = await run(process.execPath, [join(root, "bin/neuron.mjs"), "doctor", "--json"]);
    const findings = JSON.parse(stdout);
    const cgroups = findings.find((/** @type {{ what: string }} */ { what }) => what === "cgroups");
    assert.match(cgroups.found, /^v2 with /);
    assert.deepEqual(
      findings.filter((/** @type {{ state: string }} */ { state }) => state === "missing"),
      [],
    );
    return cgroups.found;
  });
};
