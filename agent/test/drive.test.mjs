/**
 * Drives the agent, built with sanitizers, over its real protocol: good runs of the launcher and of a forked runtime, and
 * malformed frames. Whatever it does with them, no sanitizer may complain, in the agent, in a jail's init, or in a program
 * on its way in. Usage: drive.test.mjs <folder with agent and fake-runtime> <empty folder for reports>
 */
import { spawn } from "node:child_process";
import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [, , buildDir, reportDir] = process.argv;
const DEADLINE_MS = 30_000 * Number(process.env.NEURON_TEST_TIME_SCALE ?? "1");
const To = {
  prepare: 1,
  start: 2,
  kill: 3,
  probe: 4,
  renew: 5,
  collect: 6,
  outputs: 7,
  stdin: 8,
  stdinEnd: 9,
  signal: 10,
  resize: 11,
};
const From = {
  hello: 64,
  ready: 65,
  started: 66,
  stdout: 67,
  stderr: 68,
  exit: 69,
  probed: 70,
  fault: 71,
  collecting: 72,
  collected: 73,
  fed: 74,
};

const u8 = (v) => Buffer.of(v);
const u32 = (v) => {
  const b = Buffer.alloc(4);
  b.writeUInt32LE(v >>> 0);
  return b;
};
const u64 = (v) => {
  const b = Buffer.alloc(8);
  b.writeBigUInt64LE(BigInt(v));
  return b;
};
const str = (v) => Buffer.concat([u32(Buffer.byteLength(v)), Buffer.from(v)]);
const strs = (list) => Buffer.concat([u32(list.length), ...list.map(str)]);
const frame = (type, ...parts) => {
  const payload = Buffer.concat(parts);
  return Buffer.concat([u32(payload.length), u8(type), payload]);
};

const RUNTIME = [
  ["/run/neuron/fake-runtime", "/work/main.txt"],
  ["LD_PRELOAD=", "NEURON_ZYGOTE=/work/main.txt", "ASAN_OPTIONS=log_path=/report/zygote:detect_leaks=0"],
];
const ENV = ["PATH=/usr/bin:/bin", "X=y"];
const NO_TERMINAL = Buffer.concat([u32(0), u32(0)]);
const prepare = (
  kind = "launcher",
  keep = 0,
  boot = kind === "launcher" ? [[], []] : RUNTIME,
  ahead = 0,
  terminal = NO_TERMINAL,
) =>
  frame(
    To.prepare,
    str(kind),
    u64(1 << 20),
    u32(256),
    u8(keep),
    u8(ahead),
    terminal,
    strs(boot[0]),
    strs(boot[1]),
    strs([]),
  );
const prepareTerminal = (columns = 80, rows = 24) =>
  prepare("launcher", 0, [[], []], 0, Buffer.concat([u32(columns), u32(rows)]));
/** A jail in which the shell has been booted ahead with that script. */
const prepareAhead = (script, env = ENV) => prepare("ahead", 0, [["sh", "-c", script], env], 1);
const filesPart = (files) => [
  u32(Object.keys(files).length),
  ...Object.entries(files).flatMap(([path, content]) => [str(path), str(content)]),
];
const startParts = ({
  argv,
  stdin = "",
  files = {},
  executables = {},
  wallMs = 5000,
  outputBytes = 1 << 20,
  live = 0,
}) => [
  u32(wallMs),
  u64(outputBytes),
  u8(live),
  str(stdin),
  u32(64),
  u64(1 << 30),
  strs(argv),
  strs(ENV),
  ...filesPart(files),
  ...filesPart(executables),
];
const start = (program) => frame(To.start, ...startParts(program));

class Agent {
  constructor() {
    this.child = spawn(fileURLToPath(new URL("sandbox.sh", import.meta.url)), [buildDir, reportDir], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.pending = Buffer.alloc(0);
    this.frames = [];
    this.wake = () => {};
    this.child.stdin.on("error", () => {});
    this.child.stdout.on("data", (chunk) => {
      this.pending = Buffer.concat([this.pending, chunk]);
      while (this.pending.length >= 5 && this.pending.length >= 5 + this.pending.readUInt32LE(0)) {
        const end = 5 + this.pending.readUInt32LE(0);
        this.frames.push({ type: this.pending[4], payload: this.pending.subarray(5, end) });
        this.pending = this.pending.subarray(end);
      }
      this.wake();
    });
    this.ended = new Promise((resolve) => {
      this.child.on("exit", (code, signal) => {
        this.over = code ?? signal;
        this.wake();
        resolve(this.over);
      });
    });
  }

  send(...frames) {
    this.child.stdin.write(Buffer.concat(frames));
  }

  /** The next frame of this type; frames before it are kept apart for `output`. */
  async next(type) {
    const until = Date.now() + DEADLINE_MS;
    this.passed = [];
    for (;;) {
      const found = this.frames.shift();
      if (found?.type === type) return found.payload;
      if (found) {
        this.passed.push(found);
        continue;
      }
      if (this.over !== undefined) throw new Error(`the agent ended (${this.over}) before frame ${type}`);
      if (Date.now() > until) throw new Error(`no frame ${type} in time`);
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, 1000);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async ready() {
    const payload = await this.next(From.ready);
    if (payload[0] !== 1) throw new Error(`not ready: ${payload.subarray(5)}`);
  }

  async run(program) {
    this.send(start(program));
    const exit = await this.next(From.exit);
    const text = (type) => Buffer.concat(this.passed.filter((f) => f.type === type).map((f) => f.payload));
    return {
      cause: exit[0],
      status: exit.readInt32LE(1),
      errno: exit.readInt32LE(39),
      stdout: text(From.stdout).toString(),
      stderr: text(From.stderr).toString(),
    };
  }

  async stop() {
    this.child.stdin.end();
    const timer = setTimeout(() => this.child.kill("SIGKILL"), DEADLINE_MS);
    const how = await this.ended;
    clearTimeout(timer);
    return how;
  }
}

let passed = 0;
let failed = 0;
function check(ok, what) {
  if (ok) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED: ${what}`);
  }
}

async function withAgent(what, body) {
  const agent = new Agent();
  try {
    await agent.next(From.hello);
    await body(agent);
  } catch (error) {
    check(false, `${what}: ${error.message}`);
  } finally {
    await agent.stop();
  }
}

async function goodRuns() {
  await withAgent("good runs", async (agent) => {
    const same = (what, got, want) => {
      for (const key of Object.keys(want))
        check(got[key] === want[key], `${what}: ${key} is ${JSON.stringify(got)}`);
    };
    const launch = async (program, keep = 0) => {
      agent.send(prepare("launcher", keep));
      await agent.ready();
      return agent.run(program);
    };
    const fork = async (program) => {
      agent.send(prepare("fake"));
      await agent.ready();
      return agent.run({ argv: ["main.txt"], ...program });
    };
    same("echo", await launch({ argv: ["echo", "hi"] }), { cause: 0, status: 0, stdout: "hi\n" });
    same("cat", await launch({ argv: ["cat", "-", "d/f"], stdin: "in", files: { "d/f": "file" } }), {
      cause: 0,
      stdout: "infile",
    });
    const big = "x".repeat(3_000_000);
    same("a large stdin", await launch({ argv: ["wc", "-c"], stdin: big }), {
      cause: 0,
      stdout: "3000000\n",
    });
    same("stdin that nobody reads", await launch({ argv: ["true"], stdin: big }), { cause: 0, status: 0 });
    same("files beyond the disk", await launch({ argv: ["true"], files: { f: big } }), {
      cause: 4,
      errno: 28,
    });
    same("the same file twice", await launch({ argv: ["true"], files: { "a/b": "1", a: "2" } }), {
      cause: 4,
    });
    same("no such command", await launch({ argv: ["nosuch"] }), { cause: 4, errno: 2 });
    same("a signal", await launch({ argv: ["sh", "-c", "kill -9 $$"] }), { cause: 0, status: 9 });
    same("wall time", await launch({ argv: ["sleep", "9"], wallMs: 50 }), { cause: 1 });
    same("no time at all", await launch({ argv: ["sleep", "9"], wallMs: 0 }), { cause: 1 });
    same("all the time", await launch({ argv: ["true"], wallMs: 0xffffffff }), { cause: 0, status: 0 });
    same("output", await launch({ argv: ["yes"], outputBytes: 10_000 }), { cause: 2 });
    same("no output", await launch({ argv: ["echo"], outputBytes: 0 }), { cause: 2, stdout: "" });
    same("stderr", await launch({ argv: ["sh", "-c", "echo a >&2"] }), { cause: 0, stderr: "a\n" });
    await launch({ argv: ["sh", "-c", "echo kept >f; ln -s / tmp1; chmod 0 ."] });
    same("a kept work folder", await launch({ argv: ["cat", "f"] }, 1), { cause: 0, stdout: "kept\n" });
    await launch({ argv: ["true"] });
    same("a new work folder", await launch({ argv: ["ls"] }), { cause: 0, stdout: "" });

    same(
      "an executable file",
      await launch({ argv: ["./bin/x"], executables: { "bin/x": "#!/bin/sh\necho $0" } }),
      {
        cause: 0,
        status: 0,
        stdout: "./bin/x\n",
      },
    );
    await collections(agent, launch);
    await outputs(agent, launch);

    same("a forked runtime", await fork({ files: { "main.txt": "hello" } }), {
      cause: 0,
      status: 7 << 8,
      stdout: "hello\n",
    });
    same("another", await fork({ files: { "main.txt": "cat" }, stdin: "in" }), {
      cause: 0,
      status: 0,
      stdout: "in",
    });
    same("one that aborts", await fork({ files: { "main.txt": "abort" } }), { cause: 0, status: 6 });
    same("one that spins", await fork({ files: { "main.txt": "spin" }, wallMs: 50 }), { cause: 1 });
    same("one without its script", await fork({}), { cause: 0, status: 66 << 8 });
    agent.send(frame(To.renew));
    same("after renewal", await fork({ files: { "main.txt": "again" } }), { cause: 0, stdout: "again\n" });

    const ahead = async (script, program = {}, env = ENV) => {
      agent.send(prepareAhead(script, env));
      await agent.ready();
      return agent.run({ argv: ["sh", "-c", script, "a", "b c"], ...program });
    };
    // It makes a socket while it boots, too.
    const serve = "getent passwd root >/dev/null; cat f 2>&1; printf R >&4; tr '\\0' '|' <&3; cat f; exit 3";
    same("a runtime booted ahead", await ahead(serve, { files: { f: "file" } }), {
      cause: 0,
      status: 3 << 8,
      stdout: "cat: f: No such file or directory\na|b c|file",
    });
    const long = Array.from({ length: 30 }, () => "x".repeat(10_000));
    const count = "[ $# = 0 ] || exit 1; printf R >&4; wc -c <&3";
    same("with long arguments", await ahead(count, { argv: ["sh", "-c", count, ...long] }), {
      stdout: "300030\n",
    });
    same("one that a signal ends", await ahead("printf R >&4; cat <&3 >f; kill -9 $$"), {
      cause: 0,
      status: 9,
    });
    same("one that waits for ever", await ahead("printf R >&4; sleep 9", { wallMs: 50 }), { cause: 1 });
    const either = '[ "$0" = a ] && echo plainly && exit; printf R >&4; cat <&3';
    same("another command than was booted", await ahead(either, { argv: ["echo", "another"] }), {
      cause: 0,
      status: 0,
      stdout: "another\n",
    });
    same("another environment", await ahead(either, {}, [...ENV, "Y=z"]), { status: 0, stdout: "plainly\n" });
    same("one that does not come up", await ahead('[ "$0" = a ] && echo plainly'), { stdout: "plainly\n" });
    const deaf = either.replace("printf", "exec 3<&-; printf").replace("cat <&3", "sleep 9");
    same("one that does not listen", await ahead(deaf), { status: 0, stdout: "plainly\n" });
    agent.send(prepareAhead("printf R >&4; read x <&3"), frame(To.probe));
    await agent.ready();
    check((await agent.next(From.probed)).length === 0, "the probe knows what is booted ahead");

    agent.send(prepare("fake"));
    await agent.ready();
    agent.send(frame(To.probe));
    check((await agent.next(From.probed)).length === 0, "the probe finds nothing");
    agent.send(start({ argv: ["main.txt"], files: { "main.txt": "spin" } }));
    await agent.next(From.started);
    agent.send(frame(To.kill), frame(To.kill));
    check((await agent.next(From.exit))[0] === 3, "KILL ends a run");
    agent.send(frame(To.kill), prepare(), prepare(), prepare("fake"));
    for (let i = 0; i < 3; i++) await agent.ready();
    agent.send(prepare("nosuch", 0, [["/nosuch"], []]));
    check((await agent.next(From.ready))[0] === 0, "a runtime that does not start is said");
    agent.send(prepare("deaf", 0, [["sh", "-c", "echo no >&2"], ["PATH=/bin"]]));
    const why = (await agent.next(From.ready)).toString();
    check(why.includes("deaf: ended while booting: no"), `what it said is passed on (${why})`);
    agent.send(prepare());
    await agent.ready();
    same("after failures", await agent.run({ argv: ["echo", "ok"] }), { cause: 0, stdout: "ok\n" });
  });
}

/** Input that comes while a program runs, signals, and terminals. */
async function liveRuns() {
  await withAgent("live runs", async (agent) => {
    let said = "";
    /** Reads what is printed until it matches. */
    const until = async (pattern) => {
      while (!pattern.test(said)) {
        const payload = await agent.next(From.stdout);
        said += payload.toString();
      }
    };
    const begin = async (program, made = prepare()) => {
      said = "";
      agent.send(made);
      await agent.ready();
      agent.send(start({ live: 1, ...program }));
    };
    const end = async () => {
      const exit = await agent.next(From.exit);
      const rest = agent.passed.filter(({ type }) => type === From.stdout).map(({ payload }) => payload);
      said += Buffer.concat(rest).toString();
      return { cause: exit[0], status: exit.readInt32LE(1) };
    };
    const shell = (script) => ({ argv: ["sh", "-c", script] });

    await begin({ ...shell('while read x; do echo "got $x"; done; echo over'), stdin: "first\n" });
    await until(/got first\n/);
    agent.send(frame(To.stdin, Buffer.from("sec")), frame(To.stdin), frame(To.stdin, Buffer.from("ond\n")));
    await until(/got second\n/);
    agent.send(frame(To.stdinEnd), frame(To.stdin, Buffer.from("too late")));
    check((await end()).status === 0 && said.endsWith("over\n"), `input comes while it runs: ${said}`);

    await begin({ argv: ["sh", "-c", "read x; exec wc -c"] });
    let sent = 0;
    let fed = 0;
    for (const piece of [
      Buffer.from("go\n"),
      ...Array.from({ length: 40 }, () => Buffer.alloc(50_000, 10)),
    ]) {
      while (sent - fed + piece.length > 65_536) fed += (await agent.next(From.fed)).readUInt32LE(0);
      agent.send(frame(To.stdin, piece));
      sent += piece.length;
    }
    agent.send(frame(To.stdinEnd));
    check((await end()).status === 0 && said === "2000000\n", `all of a large input: ${said}`);

    await begin(shell("exec <&-; echo closed; sleep 0.3"));
    await until(/closed/);
    agent.send(frame(To.stdin, Buffer.alloc(50_000)));
    check((await agent.next(From.fed)).readUInt32LE(0) === 50_000, "what nobody reads is taken all the same");
    check((await end()).status === 0, "a program that reads nothing");
    agent.send(frame(To.stdin, Buffer.from("x")), frame(To.stdinEnd), frame(To.signal, u32(9)));
    agent.send(frame(To.resize, u32(1), u32(1)), frame(To.probe));
    check(
      (await agent.next(From.probed)).toString() === "no jail is waiting",
      "input after the end is forgotten",
    );

    await begin(shell("trap 'echo int; exit 5' INT; echo ready; while :; do sleep 0.05; done"));
    await until(/ready/);
    agent.send(frame(To.signal, u32(2)));
    check((await end()).status === 5 << 8 && said.includes("int"), "SIGINT reaches the program");
    await begin(shell("(setsid sh -c 'trap \"\" INT; sleep 0.4; echo other session') & echo ready; sleep 9"));
    await until(/ready/);
    agent.send(frame(To.signal, u32(15)));
    check((await end()).status === 15, "SIGTERM ends its group");
    agent.send(prepare("fake"));
    await agent.ready();
    agent.send(start({ argv: ["main.txt"], files: { "main.txt": "spin" }, live: 1 }));
    await agent.next(From.started);
    agent.send(frame(To.signal, u32(15)));
    check((await end()).status === 15, "signals reach a forked runtime's program");

    await begin(
      shell("tty; stty size; [ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo all; read x; echo got $x; exec cat"),
      prepareTerminal(91, 33),
    );
    await until(/\/dev\/pts\/0\r\n33 91\r\nall\r\n/);
    agent.send(frame(To.stdin, Buffer.from("é\x7fab\r")));
    await until(/got ab\r\n/);
    agent.send(frame(To.stdinEnd));
    check((await end()).status === 0, `a terminal: ${JSON.stringify(said)}`);

    await begin(
      shell("trap 'stty size' WINCH; echo ready; while [ ! -e stop ]; do sleep 0.05; done"),
      prepareTerminal(),
    );
    await until(/ready/);
    agent.send(frame(To.resize, u32(100), u32(40)));
    await until(/40 100/);
    agent.send(frame(To.stdin, Buffer.from("\x03")));
    check((await end()).status === 2, "^C on a terminal interrupts what runs in its foreground");

    await begin(
      { argv: ["bash", "-ic", "trap 'echo shell' INT; sleep 9; echo slept $?; exit 4"] },
      prepareTerminal(),
    );
    await agent.next(From.started);
    await new Promise((resolve) => setTimeout(resolve, 700));
    agent.send(frame(To.signal, u32(2)));
    await until(/slept 130/);
    check((await end()).status === 4 << 8, `a signal goes to the foreground: ${JSON.stringify(said)}`);

    await begin(
      shell(
        "ls /dev/pts; cat </dev/pts/ptmx; (exec 3<>/dev/ptmx); ls -ln /dev/pts/ptmx; grep -c devpts /proc/self/mounts",
      ),
      prepareTerminal(),
    );
    await end();
    check(/^0 +ptmx\r\n/.test(said) && /crw------- 1 0 0 /.test(said), `one terminal of its own: ${said}`);
    check(
      (said.match(/[Pp]ermission denied|No such file|Read-only file/g) ?? []).length === 2,
      `and no way to others: ${said}`,
    );
    check(said.endsWith("1\r\n"), `mounted once: ${said}`);

    await begin(shell("exec <&- >&- 2>&-; sleep 0.3; echo back >/dev/tty; exit 6"), prepareTerminal());
    check([6 << 8, 2 << 8].includes((await end()).status), "one that lets go of its terminal");
    await begin({ argv: ["yes"], outputBytes: 100_000 }, prepareTerminal());
    check((await end()).cause === 2, "the limit of output is kept on a terminal");
    await begin({ argv: ["sleep", "9"], wallMs: 50 }, prepareTerminal());
    check((await end()).cause === 1, "and the one of time");
    await begin(shell("setsid sh -c 'sleep 9' & echo left; exit 0"), prepareTerminal());
    check((await end()).status === 0, "what is left behind on a terminal goes with the jail");
    agent.send(prepare());
    await agent.ready();
    const after = await agent.run(
      shell("ls /dev/pts; grep -c devpts /proc/self/mounts; [ -t 0 ] || echo pipes"),
    );
    check(after.stdout === "0\npipes\n", `nothing of it is left: ${JSON.stringify(after)}`);
    agent.send(prepare(), frame(To.probe));
    await agent.ready();
    check((await agent.next(From.probed)).length === 0, "the probe finds nothing after terminals");
  });
}

/** What a run left, as the agent tells it: what cannot be told exactly is not told at all. */
async function collections(agent, launch) {
  const collect = async (script, bytes = 1 << 20, files = 16) => {
    await launch({ argv: ["sh", "-c", script], files: { "main.c": "int x;" } });
    agent.send(frame(To.collect, u64(bytes), u32(files)));
    const whole = (await agent.next(From.collected))[0] === 1;
    if (!whole) return null;
    const data = Buffer.concat(agent.passed.filter((f) => f.type === From.collecting).map((f) => f.payload));
    const found = {};
    for (let at = 0; at < data.length; ) {
      const contentAt = at + 9 + data.readUInt32LE(at + 1);
      const end = contentAt + data.readUInt32LE(at + 5);
      found[data.toString("utf8", at + 9, contentAt)] = [data[at], data.toString("latin1", contentAt, end)];
      at = end;
    }
    return found;
  };
  const found = await collect(
    "mkdir -p a/b; printf '\\377' >a/b/f; echo '#!' >a.out; chmod +x a.out; chmod 0 .",
  );
  check(
    JSON.stringify(Object.entries(found ?? {}).sort()) ===
      JSON.stringify([
        ["a.out", [1, "#!\n"]],
        ["a/b/f", [0, "\xff"]],
        ["main.c", [0, "int x;"]],
      ]),
    `files are collected: ${JSON.stringify(found)}`,
  );
  const large = await collect("head -c 200000 /dev/zero >f");
  check(large?.f[1].length === 200_000, "a large file is collected whole");
  for (const [what, script, ...most] of [
    ["a link", "ln -s /etc/passwd f"],
    ["a link instead of a folder", "ln -s /etc f"],
    ["a pipe", "mkfifo f"],
    ["a second name", "ln main.c f"],
    ["a file with a mode of its own", "chmod 600 main.c"],
    ["a set-id file", "chmod 4755 main.c"],
    ["an empty folder", "mkdir f"],
    ["a closed folder", "mkdir f; echo >f/g; chmod 700 f"],
    ["a deep tree", "for i in $(seq 40); do mkdir d; cd d; done; echo >f"],
    ["nothing at all", "rm main.c"],
    ["too many files", "touch 1 2 3", 1000, 3],
    ["too many bytes", "echo 12345 >f", 11],
  ])
    check((await collect(script, ...most)) === null, `${what} is not collected`);
  await launch({ argv: ["cat", "main.c"], files: {} }, 1);
  agent.send(prepare());
  await agent.ready();
  agent.send(frame(To.collect, u64(1000), u32(16)));
  check((await agent.next(From.collected))[0] === 0, "the folder of a jail that waits is not collected");
}

/** Files that are wanted, told from whatever else a program left. */
async function outputs(agent, launch) {
  const gather = async (script, patterns, { each = 1 << 20, all = 1 << 20, files = 8 } = {}) => {
    await launch({ argv: ["sh", "-c", script], files: { "main.c": "int x;" } });
    agent.send(frame(To.outputs, u64(each), u64(all), u32(files), strs(patterns)));
    const whole = (await agent.next(From.collected))[0] === 1;
    const data = Buffer.concat(agent.passed.filter((f) => f.type === From.collecting).map((f) => f.payload));
    const found = [];
    for (let at = 0; at < data.length; ) {
      const contentAt = at + 13 + data.readUInt32LE(at + 1);
      const size = Number(data.readBigUInt64LE(at + 5));
      const end = contentAt + (data[at] ? size : 0);
      const path = data.toString("latin1", at + 13, contentAt);
      found.push([path, data[at] ? data.toString("latin1", contentAt, end) : size]);
      at = end;
    }
    return JSON.stringify([whole, ...found]);
  };
  const told = (whole, ...found) => JSON.stringify([whole, ...found]);
  for (const [what, script, patterns, expected, most] of [
    [
      "what fits, by name",
      "echo b >b.t; echo a >a.t; echo c >c.u",
      ["*.t"],
      told(true, ["a.t", "a\n"], ["b.t", "b\n"]),
    ],
    ["each file once", "echo 1 >f", ["f", "*", "?"], told(true, ["f", "1\n"], ["main.c", "int x;"])],
    [
      "folders",
      "mkdir -p a/b .h; echo 1 >a/b/f; echo 2 >.h/f; echo 3 >f",
      ["**/f"],
      told(true, ["a/b/f", "1\n"], ["f", "3\n"]),
    ],
    ["nothing where nothing fits", "true", ["*.png"], told(true)],
    ["an empty file", ">e", ["e"], told(true, ["e", ""])],
    [
      "names of any bytes",
      "printf x >\"$(printf 'n\\nn')\"; printf y >\"$(printf '\\377\\001')\"",
      ["*"],
      told(true, ["main.c", "int x;"], ["n\nn", "x"], ["\xff\x01", "y"]),
    ],
    [
      "no link",
      "ln -s /etc/passwd f; ln -s main.c g; ln -s /etc d",
      ["*", "**"],
      told(true, ["main.c", "int x;"]),
    ],
    ["no pipe or socket", "mkfifo f", ["f"], told(true)],
    ["a second name", "ln main.c f", ["f"], told(true, ["f", "int x;"])],
    [
      "what is closed",
      "mkdir d; echo 1 >d/f; chmod 0 d/f d; echo 2 >f; chmod 0 f .",
      ["**/f"],
      told(true, ["d/f", "1\n"], ["f", "2\n"]),
    ],
    ["set-id files", "echo 1 >f; chmod 6711 f", ["f"], told(true, ["f", "1\n"])],
    [
      "no content that is too large",
      "truncate -s 1G f; echo >g",
      ["f", "g"],
      told(true, ["f", 2 ** 30], ["g", "\n"]),
    ],
    [
      "as many bytes as are wanted together",
      "for i in 1 2 3; do echo 12345 >$i; done; : >4",
      ["?"],
      told(true, ["1", "12345\n"], ["2", "12345\n"], ["3", 6], ["4", ""]),
      { all: 12 },
    ],
    [
      "as many bytes as are wanted of each",
      "echo 12345 >1; echo 1234 >2",
      ["?"],
      told(true, ["1", 6], ["2", "1234\n"]),
      { each: 5 },
    ],
    [
      "the first files by name",
      "for i in 9 5 1 7 3; do : >$i; done",
      ["?"],
      told(false, ["1", ""], ["3", ""]),
      { files: 2 },
    ],
    [
      "a deep tree as far as it goes",
      "for i in $(seq 40); do echo $i >f; mkdir d; cd d; done",
      ["d/d/f"],
      told(false, ["d/d/f", "3\n"]),
    ],
    [
      "a deep tree that ends in time",
      "for i in $(seq 32); do mkdir d; cd d; done; echo >f",
      ["**/f"],
      told(true, [`${"d/".repeat(32)}f`, "\n"]),
    ],
    [
      "long paths",
      `n=$(printf '%0240d' 0); for i in 1 2 3 4; do mkdir $n; cd $n; echo $i >f; done; echo >$n`,
      ["**/f"],
      told(false, ...[4, 3, 2, 1].map((k) => [`${`${"0".repeat(240)}/`.repeat(k)}f`, `${k}\n`])),
    ],
    [
      "of patterns that take for ever",
      `n=$(printf '%0250d' 0); for i in $(seq 60); do : >$n$i; done`,
      Array(32).fill(`*${"0".repeat(120)}x`),
      told(true),
    ],
  ])
    check(
      (await gather(script, patterns, most)) === expected,
      `${what}: ${await gather(script, patterns, most)}`,
    );
  const large = await gather("head -c 300000 /dev/zero | tr '\\0' x >f", ["f"]);
  check(large === told(true, ["f", "x".repeat(300_000)]), "a large file is told whole");
  await launch({ argv: ["true"], files: { f: "" } });
  agent.send(prepare());
  await agent.ready();
  agent.send(frame(To.outputs, u64(1), u64(1), u32(1), strs(["*"])));
  check(
    (await agent.next(From.collected))[0] === 1 && agent.passed.length === 0,
    "the folder of a jail that waits is not searched",
  );
}

/** It ends with its host also while it waits for a runtime that does not get ready. */
async function hostGoes() {
  for (const [what, frame] of [
    ["ahead", prepareAhead("cat <&3")],
    ["a zygote", prepare("deaf", 0, [["sh", "-c", "exec sleep 99"], ENV])],
  ]) {
    const agent = new Agent();
    await agent.next(From.hello);
    agent.send(frame);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const from = Date.now();
    check(
      (await agent.stop()) === 0 && Date.now() - from < DEADLINE_MS / 3,
      `the host goes while ${what} boots`,
    );
  }
}

/** The agent must end by itself, having said a fault (or nothing, when it waits for the rest of a frame). */
async function malformed(what, bytes, before = []) {
  const agent = new Agent();
  try {
    await agent.next(From.hello);
    for (const b of before) {
      agent.send(b);
      await agent.ready();
    }
    agent.send(bytes);
    const how = await agent.stop();
    check(how === 0 || how === 1, `${what}: ended with ${how}`);
  } catch (error) {
    check(false, `${what}: ${error.message}`);
    await agent.stop();
  }
}

async function badFrames() {
  const good = start({ argv: ["true"], files: { f: "x" } });
  const cases = [
    ["an unknown type", frame(12)],
    ["type 0", frame(0)],
    ["a type of its own", frame(From.exit, u32(1))],
    ["START without a jail", good],
    ["an empty PREPARE", frame(To.prepare)],
    [
      "PREPARE without a kind",
      frame(To.prepare, str(""), u64(1), u32(1), u8(0), u8(0), NO_TERMINAL, strs([]), strs([]), strs([])),
    ],
    ["PREPARE with a byte too many", frame(To.prepare, prepare().subarray(5), u8(0))],
    [
      "PREPARE with a lying count",
      frame(To.prepare, str("k"), u64(1), u32(1), u8(0), u8(1), NO_TERMINAL, u32(0xffffffff)),
    ],
    [
      "PREPARE with NUL",
      frame(To.prepare, str("k\0k"), u64(1), u32(1), u8(0), u8(0), NO_TERMINAL, strs([]), strs([]), strs([])),
    ],
    ["PREPARE of a very long kind", prepare("k".repeat(100), 0, [["true"], []])],
    [
      "PREPARE of no disk",
      frame(
        To.prepare,
        str("launcher"),
        u64(0),
        u32(0),
        u8(0),
        u8(0),
        NO_TERMINAL,
        strs([]),
        strs([]),
        strs([]),
      ),
    ],
    [
      "PREPARE of 2 inodes",
      frame(
        To.prepare,
        str("launcher"),
        u64(4096),
        u32(2),
        u8(0),
        u8(0),
        NO_TERMINAL,
        strs([]),
        strs([]),
        strs([]),
      ),
    ],
    ["PREPARE of half a terminal", prepareTerminal(80, 0)],
    [
      "PREPARE of a terminal for a runtime",
      prepare("fake", 0, RUNTIME, 0, Buffer.concat([u32(80), u32(24)])),
    ],
    ["COLLECT cut short", frame(To.collect, u64(1))],
    ["COLLECT with a byte too many", frame(To.collect, u64(1), u32(1), u8(0))],
    ["OUTPUTS cut short", frame(To.outputs, u64(1), u64(1), u32(1))],
    ["OUTPUTS with a byte too many", frame(To.outputs, u64(1), u64(1), u32(1), strs(["*"]), u8(0))],
    ["OUTPUTS of no files", frame(To.outputs, u64(1), u64(1), u32(0), strs(["*"]))],
    ["OUTPUTS of very many files", frame(To.outputs, u64(1), u64(1), u32(0xffffffff), strs(["*"]))],
    ["OUTPUTS with a lying count", frame(To.outputs, u64(1), u64(1), u32(1), u32(0xffffffff), str("*"))],
    ["OUTPUTS with NUL", frame(To.outputs, u64(1), u64(1), u32(1), strs(["a\0b"]))],
    ["a frame that is too large", Buffer.concat([u32(0xffffffff), u8(2), Buffer.alloc(100)])],
    ["a frame that never ends", Buffer.concat([u32(1 << 20), u8(2), Buffer.alloc(100)])],
    ["half a head", Buffer.of(1, 0)],
  ];
  for (const [what, bytes] of cases) await malformed(what, bytes);
  const lies = [
    ["an empty START", frame(To.start)],
    ["a START cut short", frame(To.start, good.subarray(5, good.length - 3))],
    ["a START with an absolute executable", start({ argv: ["true"], executables: { "/etc/x": "" } })],
    ["a START of no command", start({ argv: [] })],
    ["a START with NUL", start({ argv: ["a\0b"] })],
    ["a START with an absolute path", start({ argv: ["true"], files: { "/etc/x": "" } })],
    ["a START with lying stdin", frame(To.start, u32(1), u64(1), u8(1), u32(0xfffffff0), good.subarray(30))],
    ["a SIGNAL of nothing", Buffer.concat([start({ argv: ["sleep", "9"] }), frame(To.signal, u32(0))])],
    ["a SIGNAL beyond all", Buffer.concat([start({ argv: ["sleep", "9"] }), frame(To.signal, u32(64))])],
    ["a SIGNAL cut short", Buffer.concat([start({ argv: ["sleep", "9"] }), frame(To.signal, u8(9))])],
    ["a RESIZE cut short", Buffer.concat([start({ argv: ["sleep", "9"] }), frame(To.resize, u32(9))])],
    [
      "more STDIN than may be",
      Buffer.concat([start({ argv: ["sleep", "9"], live: 1 }), frame(To.stdin, Buffer.alloc(65_537))]),
    ],
    ["two STARTs", Buffer.concat([good, good])],
    ["PREPARE while running", Buffer.concat([start({ argv: ["sleep", "9"] }), prepare()])],
    ["an end while running", start({ argv: ["sleep", "9"] })],
  ];
  for (const [what, bytes] of lies) await malformed(what, bytes, [prepare()]);
  // Mutations of a good stream, with a seed that is said, so that what fails can be had again.
  let seed = Number(process.env.NEURON_FUZZ_SEED ?? Date.now() % 1_000_000);
  console.log(`seed ${seed}`);
  const dice = (n) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % n;
  };
  const stream = Buffer.concat([dice(2) ? prepare() : prepareAhead("printf R >&4; cat <&3"), good]);
  const until = Date.now() + 4_000;
  for (let i = 0; i < 200 && Date.now() < until; i++) {
    const bytes = Buffer.from(stream);
    for (let k = dice(3); k >= 0; k--)
      bytes[dice(bytes.length)] = dice(2) ? dice(256) : [0, 1, 255, 127][dice(4)];
    await malformed(`mutation ${i}`, bytes.subarray(0, dice(4) ? bytes.length : dice(bytes.length)));
  }
}

chmodSync(reportDir, 0o1777);
await goodRuns();
await liveRuns();
await hostGoes();
await badFrames();
const reports = readdirSync(reportDir);
for (const name of reports) {
  console.log(`--- ${name}\n${readFileSync(`${reportDir}/${name}`, "utf8").slice(0, 4000)}`);
}
check(reports.length === 0, "a sanitizer complained");
console.log(`drive: ${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
