import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testKind, testRootfs } from "../test-image.js";
import { primedPrograms, primedRunner } from "./primed-programs.js";
import { createRig, lines, type Rig, ruby } from "./rig.js";
import type { JailKind, RunReport, Sandbox } from "./types.js";

let rig: Rig;
const sandboxes = new Map<JailKind, Sandbox>();
const run = primedRunner(() => rig, sandboxes);
const programs = primedPrograms(
  { kind: "ruby", language: "ruby", command: "ruby", entry: "main.rb", extension: ".rb" },
  run,
);

const primed = (source: string): Promise<RunReport> => run(ruby(source, "ruby"));

beforeAll(async () => {
  rig = await createRig(testRootfs());
});
afterAll(async () => {
  await rig.stop();
  expect(rig.traces()).toEqual([]);
});

describe("a primed Ruby does what ruby main.rb does", () => {
  test.for(programs.names)("%s", async (name) => {
    const { bare, primed } = await programs.both(name);
    expect(primed).toEqual(bare);
    // A program that shows nothing at all would agree with anything.
    if (!name.startsWith("empty-"))
      expect(bare.exitCode !== 0 || bare.stdout + bare.stderr !== "").toBe(true);
  });

  test("a crash: the same signal and report, but for addresses and what is loaded", async () => {
    const source = 'puts "before"\n$stdout.flush\nProcess.kill("SEGV", $$)\nsleep 1';
    const reports = [await run(ruby(source)), await primed(source)];
    for (const { signal, stdout, stderr } of reports) {
      expect([signal, stdout.toString()]).toEqual(["SIGSEGV", "before\n"]);
      expect(stderr.toString()).toMatch(
        /^main\.rb:3: \[BUG\] Segmentation fault at 0x\w+\nruby 3\..*Control frame/s,
      );
    }
  });
});

describe("runs in one booted Ruby", () => {
  const MARK = "tsixe-ton-tsum";
  const leave = `
mark = "${MARK}".reverse
$left = mark
Object.const_set(:Left, mark)
String.define_method(:left) { mark }
$LOAD_PATH << mark
$LOADED_FEATURES << mark
ENV["LEFT"] = mark
$0 = mark
at_exit { mark }
trap("USR1") { mark }
Signal.trap("PIPE", "IGNORE")
Encoding.default_internal = "UTF-16LE"
[".", "/tmp", "/var/tmp", "/dev/shm"].each { |folder| File.write("#{folder}/#{mark}", mark) }
$kept = Array.new(100_000) { |n| "#{mark}#{n}" }
File.umask(0o777)
Process.setpriority(Process::PRIO_PROCESS, 0, 5)
srand(1)
puts $$`;
  const look = `
mark = "${MARK}".reverse
found = []
found << "objects" if $left || defined?(Left) || "".respond_to?(:left)
found << "state" if ($LOAD_PATH + $LOADED_FEATURES).include?(mark) || ENV.key?("LEFT") || $0 != "main.rb" || Encoding.default_internal
found << "signals" if trap("USR1", "DEFAULT") != "DEFAULT" || trap("PIPE", "DEFAULT") == "IGNORE"
[".", "/tmp", "/var/tmp", "/dev/shm"].each { |folder| found << folder if Dir.children(folder).include?(mark) }
needle = "#{mark}99"
File.open("/proc/self/mem", "rb") do |memory|
  File.readlines("/proc/self/maps").each do |line|
    range, access = line.split
    next if !access.include?("r") || line.match?(/\\[v(var|syscall|var_vclock)\\]$/)
    first, last = range.split("-").map(&:hex)
    begin
      memory.seek(first)
      data = memory.read([last - first, 1 << 26].min)
    rescue SystemCallError
      next
    end
    found << line if data.to_s.scan(needle).size > 20
  end
end
found << "process" if File.umask != 0o022 || Process.getpriority(Process::PRIO_PROCESS, 0) != 0
p found`;

  test("see nothing of the run before", async () => {
    expect(lines(await primed(leave))).toEqual(["2"]);
    expect(lines(await primed(look))).toEqual(["[]"]);
  });

  test("the search finds what is there", async () => {
    const [, found = ""] = lines(await primed(`${leave}\nEncoding.default_internal = nil\n${look}`));
    for (const kind of ["objects", "state", "signals", "/dev/shm", "process", "rw-p"])
      expect(found).toContain(kind);
  });

  test("draw their own random numbers", async () => {
    const source = `
require "securerandom"
require "tempfile"
puts rand, Random.new.bytes(8).unpack1("H*"), Random.seed, SecureRandom.hex(8), Random.urandom(8).unpack1("H*"), [*1..1000].shuffle.first(3).join
puts Tempfile.new.path, fork { puts rand }.tap { |pid| Process.wait(pid) } && rand`;
    const [first = [], second = []] = [lines(await primed(source)), lines(await primed(source))];
    expect(first).toHaveLength(9);
    expect(first.filter((word, index) => word === second[index])).toEqual([]);
    expect(new Set(first).size).toBe(9);
  });

  test("started anew for another TZ, other options or another entry are right and timed like any other", async () => {
    const report = await run(ruby("sleep 0.05; puts Time.at(0).zone", "ruby", { env: { TZ: "XYZ-1" } }));
    expect(lines(report)).toEqual(["XYZ"]);
    expect(report.wallTimeMs).toBeGreaterThan(50);
    expect(lines(await run(ruby("p $VERBOSE", "ruby", { env: { RUBYOPT: "-w" } })))).toEqual(["true"]);
    const files = [{ path: "other.rb", content: Buffer.from("p $0, ARGV") }];
    const other = await run(ruby("", "ruby", { argv: ["other.rb", "a"], files }));
    expect(lines(other)).toEqual(['"other.rb"', '["a"]']);
  });

  test("see no more of the sandbox than their own", async () => {
    const source = `
ends = Dir.children("/proc/self/fd").map { |fd| File.readlink("/proc/self/fd/#{fd}") rescue "gone" }
puts ends.map { |name| name.gsub(/\\d+/, "N") }.uniq.sort.join(" "), ends.size
puts Dir.children("/proc").grep(/^\\d+$/).sort.join(","), Dir.children("/proc/self/task").sort.join(",")
puts File.exist?("/run/neuron/agent"), ENV.keys.sort.join(",")
puts File.binread("/proc/self/environ").split("\\0").reject(&:empty?).sort.join(" ")
puts File.readlines("/proc/self/maps").grep(/\\/(run|work)/).map { |line| line.split.last }.uniq.join(" ")
puts File.readlines("/proc/self/maps").grep(/^\\S+ .w.s/).size
puts File.readlines("/proc/self/status").grep(/^(Cap(Inh|Prm|Eff|Bnd|Amb)|NoNewPrivs|Seccomp|Uid):/).join.gsub(/\\s+/, " ")
puts Dir.children("/proc/self/task").map { |t| File.readlines("/proc/self/task/#{t}/status").grep(/^(Cap|Uid|Seccomp:|NoNew)/).join }.uniq.size`;
    expect(lines(await primed(source))).toEqual([
      "anon_inode:[eventfd] anon_inode:[eventpoll] gone pipe:[N]",
      "6",
      "1,2",
      "2,3",
      "false",
      "HOME,LANG,PATH",
      "HOME=/work LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      "/run/neuron/zygote-ruby.so",
      "0",
      expect.stringMatching(/^Uid:( \d+){4} Cap\w+: 0+ .*CapAmb: 0+ NoNewPrivs: 1 Seccomp: 2 $/),
      "1",
    ]);
  });

  test("have a counter of their own, not the booted Ruby's", async () => {
    const idOf = (info: string): string => /eventfd-id:\s*\d+/.exec(info)?.[0] ?? "none";
    const source = `
fd = Dir.children("/proc/self/fd").find { |fd| (File.readlink("/proc/self/fd/#{fd}") rescue "") == "anon_inode:[eventfd]" }
puts File.read("/proc/self/fdinfo/#{fd}")`;
    const own = idOf((await primed(source)).stdout.toString());
    const sandbox = sandboxes.get(testKind("ruby", "ruby"));
    if (!sandbox) throw new Error("no sandbox");
    const [, booted] = rig.pids(sandbox);
    const theirs = readdirSync(`/proc/${booted}/fd`)
      .filter((fd) => readlinkSync(`/proc/${booted}/fd/${fd}`) === "anon_inode:[eventfd]")
      .map((fd) => idOf(readFileSync(`/proc/${booted}/fdinfo/${fd}`, "utf8")));
    expect(theirs).toEqual([expect.stringContaining("eventfd-id")]);
    expect(own).toContain("eventfd-id");
    expect(theirs).not.toContain(own);
  });
});

/** docs/reference/primed-ruby.md lists these; a difference that goes away must go away there, too. */
describe("known differences of a primed Ruby", () => {
  const both = async (source: string): Promise<[string[], string[]]> => [
    lines(await run(ruby(source))),
    lines(await primed(source)),
  ];

  test("its parent is outside of its world", async () => {
    expect(await both("puts Process.ppid")).toEqual([["1"], ["0"]]);
  });

  test("strings hash alike in one sandbox, and otherwise in another", async () => {
    const source = 'puts "text".hash, :text.hash';
    const one = lines(await primed(source));
    expect(lines(await primed(source))).toEqual(one);
    await sandboxes.get(testKind("ruby", "ruby"))?.renew(testKind("ruby", "ruby"));
    const renewed = lines(await primed(source));
    expect(renewed.filter((hash) => one.includes(hash))).toEqual([]);
  });

  test("/proc shows the command line of the boot", async () => {
    const source = 'puts File.binread("/proc/self/cmdline").split("\\0").size';
    const native = await run(ruby(source, "launcher", { argv: ["ruby", "main.rb", "a"] }));
    const forked = await run(ruby(source, "ruby", { argv: ["main.rb", "a"] }));
    expect([lines(native), lines(forked)]).toEqual([["3"], ["2"]]);
  });

  test("descriptors are numbered otherwise", async () => {
    expect(await both("puts File.open(__FILE__).fileno")).toEqual([["5"], ["3"]]);
  });

  test("the stack that it asked for is not in memory", async () => {
    const [native, forked] = await both('puts File.readlines("/proc/self/status").grep(/VmRSS/)[0].split[1]');
    expect(Number(native[0])).toBeGreaterThan(64 * 1024);
    expect(Number(forked[0])).toBeLessThan(32 * 1024);
  });

  test("it used hardly any CPU time when its first line runs", async () => {
    const [native, forked] = await both("puts Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)");
    expect(Number(forked[0])).toBeLessThan(Number(native[0]) / 2);
  });
});
