import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formatFindings, missing, ok } from "./finding.js";
import { checkCgroups, checkKernel, checkRoot } from "./kernel.js";
import { checkRedis, checkRuntime, checkTools } from "./programs.js";
import { checkDisk } from "./room.js";

test("kernels before 5.10 are refused", () => {
  expect(checkKernel("5.9.16-generic").state).toBe("missing");
  expect(checkKernel("4.19.0-27-amd64").fix).toContain("5.10");
  for (const version of ["5.10.0-33-amd64", "6.1.0", "10.0-rc1"])
    expect(checkKernel(version).state).toBe("ok");
});

test("root is asked for", () => {
  expect(checkRoot(1000)).toMatchObject({ state: "missing", fix: expect.stringContaining("sudo") });
});

describe("cgroups", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "neuron-doctor-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const v1 = (...names: string[]) =>
    names.map((name) => `cgroup /x cgroup rw,relatime,${name} 0 0`).join("\n");

  test("version 2 with and without what is needed", () => {
    writeFileSync(join(root, "cgroup.controllers"), "cpuset cpu io memory pids\n");
    expect(checkCgroups(root, "")).toMatchObject({
      state: "ok",
      found: "v2 with cpuset, cpu, io, memory, pids",
    });
    writeFileSync(join(root, "cgroup.controllers"), "cpuset cpu io pids\n");
    expect(checkCgroups(root, "")).toMatchObject({ state: "missing", found: "v2 without memory" });
  });

  test("version 1 with and without what is needed", () => {
    mkdirSync(join(root, "memory"));
    expect(checkCgroups(root, v1("cpu,cpuacct", "memory", "freezer", "pids")).state).toBe("ok");
    expect(checkCgroups(root, v1("cpu,cpuacct", "memory", "pids")).found).toBe("v1 without freezer");
    expect(checkCgroups(root, "").found).toBe("none mounted");
  });
});

test("programs are found, or the fix says how to get them", async () => {
  expect((await checkRuntime("runc")).state).toBe("ok");
  expect(await checkRuntime("no-such-runtime")).toMatchObject({
    state: "missing",
    found: "no no-such-runtime",
  });
  expect((await checkTools(false)).state).toBe("ok");
  expect(checkRedis(null).state).toBe("ok");
  expect(checkRedis("redis://user:secret@host/").found).toBe("elsewhere, redis://host/");
});

test("room is measured where the folder will be", () => {
  expect(checkDisk("/tmp/not/there/yet", true).state).toBe("ok");
});

test("a fix stands below what it fixes", () => {
  expect(formatFindings([ok("kernel", "6.1"), missing("root", "no", "sudo")])).toBe(
    "ok       kernel  6.1\nmissing  root    no\n         fix: sudo",
  );
});
