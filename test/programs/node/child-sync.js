const { spawnSync, execSync, execFileSync } = require("child_process");

console.log(
  execSync("echo $((6 * 7)); cat", { input: "given\n", encoding: "utf8" }),
  execFileSync("cat", ["main.js"]).length > 100,
);
console.log(
  spawnSync(
    process.execPath,
    [
      "-e",
      "console.log(process.argv.slice(1), process.execArgv); console.error('err'); process.exit(9)",
      "a b",
      "",
    ],
    { encoding: "utf8" },
  ).output,
);
const { status, signal, error, output } = spawnSync("bash", ["-c", "kill -9 $$"]);
console.log(
  status,
  signal,
  error,
  output.map((part) => part?.length),
);
console.log(
  spawnSync("no-such-program").error.message,
  spawnSync("sleep", ["5"], { timeout: 20 }).error.code,
  spawnSync("sleep", ["5"], { timeout: 20, killSignal: "SIGKILL" }).signal,
);
try {
  execSync("echo failing >&2; exit 4", { stdio: "pipe" });
} catch ({ status, message, stderr }) {
  console.log(status, message, stderr.toString());
}
console.log(
  execFileSync(
    "python3",
    ["-c", "import os, sys; print(sys.stdin.read().upper(), os.getcwd(), os.getpgrp() == os.getpid())"],
    { input: "to python", cwd: "/", encoding: "utf8" },
  ),
);
console.log(
  execSync("ls /proc/self/fd | tr '\\n' ' '; grep -E 'Sig(Ign|Blk|Cgt)' /proc/self/status", {
    encoding: "utf8",
  }),
);
console.log(
  spawnSync("bash", ["-c", "echo inherited; echo also >&2; exit 2"], { stdio: "inherit" }).status,
  spawnSync("true").status,
);
console.log(
  spawnSync("bash", ["-c", "echo x | head -1; echo $PPID"], { encoding: "utf8" })
    .stdout.trim()
    .split("\n")[1] === String(process.pid),
);
console.log(
  spawnSync("yes", { maxBuffer: 100 }).error.code,
  spawnSync("cat", { input: Buffer.alloc(300_000, "z") }).stdout.length,
);
try {
  execSync("exit 5", { stdio: "ignore" });
} catch (error) {
  delete error.pid;
  throw error;
}
