import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testRootfs } from "../test-image.js";
import { primedPrograms, primedRunner } from "./primed-programs.js";
import { command, createRig, javascript, lines, type Rig } from "./rig.js";
import type { JailKind, RunReport, Sandbox } from "./types.js";

let rig: Rig;
const sandboxes = new Map<JailKind, Sandbox>();
const run = primedRunner(() => rig, sandboxes);
const programs = primedPrograms(
  { kind: "node", language: "javascript", command: "node", entry: "main.js", extension: ".js" },
  run,
);

const primed = (source: string): Promise<RunReport> => run(javascript(source, "node"));

beforeAll(async () => {
  rig = await createRig(testRootfs());
});
afterAll(async () => {
  await rig.stop();
  expect(rig.traces()).toEqual([]);
});

describe("a primed Node does what node main.js does", () => {
  test.for(programs.names)("%s", async (name) => {
    const { bare, primed } = await programs.both(name);
    expect(primed).toEqual(bare);
    // A program that shows nothing at all would agree with anything.
    if (name !== "empty-source") expect(bare.exitCode !== 0 || bare.stdout + bare.stderr !== "").toBe(true);
  });
});

describe("runs in one booted Node", () => {
  const MARK = "tsixe-ton-tsum";
  const leave = `
const fs = require("fs");
const mark = [..."${MARK}"].reverse().join("");
globalThis.left = Object.prototype.left = process.left = Array.prototype.push.left = mark;
require("module").globalPaths.push(mark);
process.env.LEFT = process.title = mark;
console.log = ((log) => (...args) => log(...args))(console.log);
for (const folder of [".", "/tmp", "/var/tmp", "/dev/shm"]) fs.writeFileSync(folder + "/" + mark, mark);
globalThis.kept = Array.from({ length: 100_000 }, (_, n) => mark + n);
process.umask(0o777);
require("os").setPriority(5);
console.log(process.pid);
`;
  const look = `
const fs = require("fs");
const mark = [..."${MARK}"].reverse().join("");
const found = [];
if ("left" in globalThis || "left" in {} || "left" in process || "left" in [].push) found.push("objects");
if (require("module").globalPaths.includes(mark) || "LEFT" in process.env || process.title === mark) found.push("state");
for (const folder of [".", "/tmp", "/var/tmp", "/dev/shm"]) if (fs.readdirSync(folder).includes(mark)) found.push(folder);
const needle = Buffer.from(mark + "99");
const memory = fs.openSync("/proc/self/mem", "r");
for (const line of fs.readFileSync("/proc/self/maps", "latin1").split("\\n").filter(Boolean)) {
  const [range, access] = line.split(" ");
  if (!access.includes("r") || /\\[v(var|syscall|var_vclock)\\]$/.test(line)) continue;
  const [first, end] = range.split("-").map((x) => Number.parseInt(x, 16));
  const size = Math.min(end - first, 1 << 26);
  const data = Buffer.alloc(size);
  try { fs.readSync(memory, data, 0, size, first); } catch { continue; }
  let times = 0;
  for (let at = data.indexOf(needle); at >= 0; at = data.indexOf(needle, at + 1)) times++;
  if (times > 20) found.push(line);
}
if (process.umask(0) !== 0o022 || require("os").getPriority() !== 0) found.push("process");
console.log(found);
`;

  test("see nothing of the run before", async () => {
    expect(lines(await primed(leave))).toEqual(["2"]);
    expect(lines(await primed(look))).toEqual(["[]"]);
  });

  test("the search finds what is there", async () => {
    expect(
      lines(await primed(`${leave}${look.replace("const fs", "var fs2").replace("const mark", "var mark2")}`))
        .length,
    ).toBeGreaterThan(1);
  });

  test("draw their own random numbers", async () => {
    const source = `
const { randomUUID, randomBytes } = require("crypto");
console.log(Math.random(), Math.random(), randomUUID(), randomBytes(8).toString("hex"), crypto.getRandomValues(new Uint32Array(2)).join())`;
    const [first = [], second = []] = [await primed(source), await primed(source)].map((report) =>
      lines(report).join(" ").split(" "),
    );
    expect(first).toHaveLength(5);
    expect(first.filter((word, index) => word === second[index])).toEqual([]);
  });

  test("have a clock that begins with them, however long Node has been waiting", async () => {
    const source = `
const before = Date.now();
console.log([performance.now() < 2000, process.uptime() < 2, Math.abs(performance.timeOrigin + performance.now() - before) < 50,
  performance.nodeTiming.duration < 2000].join());
const [second, ns] = process.hrtime();
setTimeout(() => {
  const [s, n] = process.hrtime([second, ns]);
  console.log(s === 0 && n >= 39e6 && n < 900e6, Date.now() - before < 900);
}, 40);`;
    await primed(source);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(lines(await primed(source))).toEqual(["true,true,true,true", "true true"]);
  });

  test("started anew for another TZ or NODE_OPTIONS are right and timed like any other", async () => {
    const source =
      "setTimeout(() => console.log(new Date(0).getTimezoneOffset(), require('path').basename(__filename)), 50)";
    const report = await run(javascript(source, "node", { env: { TZ: "XYZ-1" } }));
    expect(lines(report)).toEqual(["-60 main.js"]);
    expect(report.wallTimeMs).toBeGreaterThan(50);
    const strict = await run(
      javascript("undefined_variable = 1", "node", { env: { NODE_OPTIONS: "--use_strict" } }),
    );
    expect(strict.exitCode).not.toBe(0);
  });

  test.each([
    ["main.mjs", "console.log(import.meta.url, process.cpuUsage().user)"],
    ["src/index.js", "console.log(require.main.filename, process.cpuUsage().user)"],
  ])("run %s without starting anew", async (entry, source) => {
    const files = [{ path: entry, content: source }];
    const native = await run(command(["node", entry], { files }));
    const forked = await run(command([entry], { kind: "node", files }));
    const [where, cpu] = lines(forked)[0]?.split(" ") ?? [];
    expect(where).toBe(lines(native)[0]?.split(" ")[0]);
    expect(Number(cpu)).toBeLessThan(Number(lines(native)[0]?.split(" ")[1]) / 2);
  });

  test("share no pipe, counter or memory with the run before", async () => {
    const source = `
const fs = require("fs");
const found = [];
const ends = fs.readdirSync("/proc/self/fd").map(Number).filter((fd) => fd > 2);
const kinds = ends.map((fd) => { try { return fs.readlinkSync("/proc/self/fd/" + fd); } catch { return ""; } });
const each = (use) => ends.forEach((fd, i) => { try { if (/pipe|eventfd/.test(kinds[i])) use(fd, kinds[i]); } catch {} });
each((fd, kind) => { if (fs.readSync(fd, Buffer.alloc(8)) === 8) found.push(kind); });
const written = [];
each((fd, kind) => written.push(kind.slice(0, 4), fs.writeSync(fd, Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]))));
for (const line of fs.readFileSync("/proc/self/maps", "latin1").split("\\n")) if (/^\\S+ .w.s/.test(line)) found.push("memory");
console.log(found, kinds.filter((kind) => kind.includes("pipe")).join());
console.log(new Set(written));
process.reallyExit(0);`;
    const [first = [], second = []] = [lines(await primed(source)), lines(await primed(source))];
    expect(first[1]).toBe("Set(3) { 'pipe', 8, 'anon' }");
    expect(second[0]?.split(" ")[0]).toBe("[]");
    const pipes = (said: string[]): string[] => said[0]?.match(/\d+/g) ?? [];
    expect(pipes(first).length).toBeGreaterThan(3);
    expect(pipes(first).filter((pipe) => pipes(second).includes(pipe))).toEqual([]);
  });

  test("see no more of the sandbox than their own", async () => {
    const source = `
const fs = require("fs");
const ends = fs.readdirSync("/proc/self/fd").map((fd) => { try { return fs.readlinkSync("/proc/self/fd/" + fd); } catch { return "gone"; } });
console.log([...new Set(ends.map((end) => end.replace(/\\d+/g, "N")))].sort().join(" "));
console.log(fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name)).join(), fs.readdirSync("/proc/self/task").join());
console.log(fs.existsSync("/run/neuron/agent"), Object.keys(process.env).sort().join(), process.execArgv.length);
console.log(fs.readFileSync("/proc/self/environ", "latin1").split("\\0").filter(Boolean).sort().join(" "));`;
    expect(lines(await primed(source))).toEqual([
      "/dev/null anon_inode:[eventfd] anon_inode:[eventpoll] gone pipe:[N]",
      "1,2 2",
      "false HOME,LANG,PATH 0",
      "HOME=/work LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    ]);
  });
});

/** docs/reference/primed-node.md lists these; a difference that goes away must go away there, too. */
describe("known differences of a primed Node", () => {
  const both = async (source: string): Promise<[string[], string[]]> => [
    lines(await run(javascript(source))),
    lines(await primed(source)),
  ];

  test("its parent is outside of its world", async () => {
    expect(await both("console.log(process.ppid)")).toEqual([["1"], ["0"]]);
  });

  test("/proc shows the command line of the boot", async () => {
    const source =
      'console.log(require("fs").readFileSync("/proc/self/cmdline", "latin1").split("\\0").length)';
    const native = await run(javascript(source, "launcher", { argv: ["node", "main.js", "a"] }));
    const forked = await run(javascript(source, "node", { argv: ["main.js", "a"] }));
    expect([lines(native), lines(forked)]).toEqual([["4"], ["3"]]);
  });

  test("it used hardly any CPU time when its first line runs", async () => {
    const [native, forked] = await both("console.log(process.cpuUsage().user + process.cpuUsage().system)");
    expect(Number(forked[0])).toBeLessThan(Number(native[0]) / 2);
  });
});
