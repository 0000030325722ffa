import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { inRoot } from "../paths.mjs";
import { percentile } from "../statistics.mjs";

/**
 * The bare counterpart of an execution: the same program started by hand on this machine, timed by a small C program
 * (spawn-timer.c) so that nothing but exec, output and wait counts.
 *
 * Where both the host and the image have what it takes, both are tried and the faster one is measured against. Compilers
 * are the image's: another version's would do other work. Go has a cache of its standard library as a user would: the
 * first build fills it. No source is compiled twice.
 */

/**
 * Per language, or what else a hello calls its bare counterpart: the commands in the current folder. Never shims: those are shell
 * scripts. `imageOnly`: it needs packages that a host need not have.
 */
const COMMANDS = {
  python: { file: "main.py", steps: [["/usr/bin/python3", "main.py"]] },
  numpy: { file: "main.py", steps: [["/usr/bin/python3", "main.py"]], imageOnly: true },
  javascript: { file: "main.js", steps: [["/usr/bin/node", "main.js"]] },
  typescript: {
    file: "main.ts",
    steps: [
      ["/usr/bin/node", "/usr/lib/neuron/node_modules/typescript/bin/tsc", "main.ts"],
      ["/usr/bin/node", "main.js"],
    ],
    imageOnly: true,
  },
  php: { file: "main.php", steps: [["/usr/bin/php", "main.php"]] },
  perl: { file: "main.pl", steps: [["/usr/bin/perl", "main.pl"]] },
  lua: { file: "main.lua", steps: [["/usr/bin/lua5.4", "main.lua"]] },
  ruby: { file: "main.rb", steps: [["/usr/bin/ruby", "main.rb"]] },
  cpp: {
    imageOnly: true,
    file: "main.cpp",
    steps: [["/usr/bin/g++", "-O2", "-std=gnu++20", "-pipe", "-o", "a.out", "main.cpp"], ["./a.out"]],
  },
  java: {
    file: "Main.java",
    steps: [
      ["/usr/bin/javac", "Main.java"],
      ["/usr/bin/java", "Main"],
    ],
  },
  go: {
    imageOnly: true,
    file: "main.go",
    steps: [["/usr/bin/go", "build", "-o", "a.out", "main.go"], ["./a.out"]],
  },
  rust: {
    imageOnly: true,
    file: "main.rs",
    steps: [["/usr/bin/rustc", "--edition=2021", "-C", "opt-level=2", "-o", "a.out", "main.rs"], ["./a.out"]],
  },
};

/** @param {string} scratch A folder of the caller's. */
export const buildSpawnTimer = (scratch) => {
  const program = join(scratch, "spawn-timer");
  execFileSync("cc", ["-std=c11", "-O2", "-o", program, inRoot("bench/bare/spawn-timer.c")], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  return program;
};

class Timer {
  #child;
  #file;
  #waiting = null;
  #dead = null;

  /** `where`: "host" or "image". */
  constructor(where, program, args, file) {
    this.where = where;
    this.#file = file;
    this.#child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
    let said = "";
    this.#child.stderr.on("data", (chunk) => {
      said = `${said}${chunk}`.slice(-1000);
    });
    createInterface({ input: this.#child.stdout }).on("line", (line) => {
      this.#waiting?.resolve(line);
    });
    this.closed = new Promise((resolve) => {
      this.#child.on("close", () => {
        this.#dead = new Error(`the bare ${where} program failed: ${said.trim()}`);
        this.#waiting?.reject(this.#dead);
        resolve();
      });
    });
    this.#child.stdin.on("error", () => {});
  }

  async #ask(command) {
    if (this.#dead) throw this.#dead;
    this.#child.stdin.write(`${command}\n`);
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting = { resolve, reject };
      });
    } finally {
      this.#waiting = null;
    }
  }

  /** Milliseconds of one run, of another source where one is given. */
  async once(source) {
    if (source !== undefined) writeFileSync(this.#file, source);
    return Number(await this.#ask("once")) / 1e6;
  }

  /** `parallel` at a time until `count` are done or `forMs` have passed. */
  async many(parallel, { count = 1_000_000_000, forMs = 3_600_000 }) {
    const [done, ns] = (await this.#ask(`many ${parallel} ${count} ${forMs}`)).split(" ").map(Number);
    return { done, ms: ns / 1e6 };
  }

  async close() {
    this.#child.stdin.end();
    await this.closed;
  }
}

/** Runs of each candidate before one is chosen. */
const TRIAL_RUNS = {
  python: 30,
  numpy: 2,
  javascript: 8,
  typescript: 2,
  php: 20,
  perl: 50,
  lua: 50,
  ruby: 8,
  cpp: 2,
  java: 2,
  go: 2,
  rust: 2,
};

/** The language whose toolchain it is. */
export const languageOf = (bare) => (bare === "numpy" ? "python" : bare);

/** In a mount namespace of its own, in which the layers are mounted; what follows is run there. */
const overlaid = (lower, at) => [
  ...["unshare", "--mount", "--propagation", "private", "--", "sh", "-c"],
  'mount -t overlay -o "lowerdir=$1,userxattr" overlay "$2" && shift 2 && exec "$@"',
  ...["sh", lower.join(":"), at],
];

/**
 * Starts the timers of a language, chooses the faster, and ends the others.
 * `candidates` gives the p50 of each; `close` the chosen one.
 */
export const startBare = async ({ spawnTimer, scratch, root, name, bare, source, expected }) => {
  const { file, steps, imageOnly = false } = COMMANDS[bare];
  const work = join(scratch, `bare-${name}`);
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, file), source);
  const timers = [];
  const start = (where, before, rootArgs) => {
    const programs = steps.flatMap((step) => ["--", ...step]);
    const [program, ...args] = [...before, spawnTimer, ...rootArgs, "--work", work, "--expect", expected];
    timers.push(new Timer(where, program, [...args, ...programs], join(work, file)));
  };
  const tools = steps.map(([tool]) => tool).filter((tool) => tool.startsWith("/"));
  const onHost = tools.every((tool) => existsSync(tool) && !realpathSync(tool).includes("pyenv"));
  if (onHost && !imageOnly) start("host", [], []);
  if (root?.length === 1) start("image", [], ["--root", root[0]]);
  if (root?.length > 1) {
    const at = join(scratch, `root-${name}`);
    mkdirSync(at, { recursive: true });
    start("image", overlaid(root, at), ["--root", at]);
  }
  if (timers.length === 0) throw new Error(`${tools.join(" and ")} would be needed for the bare figures`);
  try {
    const times = timers.map(() => []);
    for (let run = 0; run < TRIAL_RUNS[bare] + 2; run++) {
      for (const [index, timer] of timers.entries()) {
        const took = await timer.once();
        // The first two fill the page cache.
        if (run >= 2) times[index].push(took);
      }
    }
    const medians = times.map((list) =>
      percentile(
        list.sort((a, b) => a - b),
        0.5,
      ),
    );
    const best = timers[medians.indexOf(Math.min(...medians))];
    const candidates = Object.fromEntries(timers.map(({ where }, index) => [where, medians[index]]));
    for (const timer of timers) if (timer !== best) await timer.close();
    return Object.assign(best, { candidates });
  } catch (error) {
    for (const timer of timers) await timer.close();
    throw error;
  }
};
