import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const addOn = fileURLToPath(new URL("../../../../agent/build/give-up-root.node", import.meta.url));
const UID = 64_206;

/** In a process of its own: there is no way back. */
const inChild = (expression: string): unknown => {
  const script = `
    const loaded = { exports: {} };
    process.dlopen(loaded, ${JSON.stringify(addOn)});
    const { giveUpRoot } = loaded.exports;
    const { readFileSync } = require("node:fs");
    const threads = () => require("node:fs").readdirSync("/proc/self/task").map((thread) => {
      const status = readFileSync("/proc/self/task/" + thread + "/status", "utf8");
      return /^Uid:.*$|^Gid:.*$|^Groups:.*$|^CapEff:.*$/gm[Symbol.match](status).join(" ").replace(/\\s+/g, " ").trim();
    });
    console.log(JSON.stringify(${expression}));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
};

test("the add-on gives up root in every thread, for Nodes that never do it by themselves", () => {
  const [errno, threads] = inChild(`[giveUpRoot(${UID}), [...new Set(threads())]]`) as [number, string[]];
  expect(errno).toBe(0);
  const four = Array(4).fill(UID).join(" ");
  expect(threads).toEqual([`Uid: ${four} Gid: ${four} Groups: CapEff: 0000000000000000`]);
});

test("the add-on takes nothing but an id that is not root's", () => {
  expect(inChild("[giveUpRoot(0), giveUpRoot(), giveUpRoot('1'), process.getuid()]")).toEqual([
    22, 22, 22, 0,
  ]);
});
