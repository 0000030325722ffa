const fs = require("fs");
const os = require("os");

console.log(process.argv, process.argv0, process.execArgv, process.execPath, process.title);
console.log(
  process.version,
  process.version === `v${process.versions.node}`,
  process.versions,
  process.release.name,
  process.features,
);
console.log(
  process.platform,
  process.arch,
  process.cwd(),
  process.env,
  process.exitCode,
  process.debugPort,
  process.noDeprecation,
);
console.log(
  process.getuid(),
  process.geteuid(),
  process.getgid(),
  process.getegid(),
  process.getgroups(),
  process.umask().toString(8),
);
const stat = fs.readFileSync("/proc/self/stat", "utf8").split(" ");
console.log(
  process.pid === Number(stat[0]),
  process.ppid === Number(stat[3]),
  fs.readlinkSync("/proc/self") === String(process.pid),
  stat[1],
);
console.log(
  fs.readlinkSync("/proc/self/exe") === fs.realpathSync(process.execPath),
  fs.readlinkSync("/proc/self/cwd") === process.cwd(),
);
console.log(
  fs.readdirSync("/proc/self/fd").filter((fd) => fd < 3),
  fs.readFileSync("/proc/self/comm", "utf8"),
  fs.readFileSync("/proc/self/limits", "utf8").length > 100,
);
console.log(
  process.config.variables.napi_build_version,
  process.allowedNodeEnvironmentFlags.size,
  process.report.directory,
  process.sourceMapsEnabled,
);
console.log(process.umask(0o077), process.umask(), process.umask(0o22));
process.chdir("/tmp");
console.log(process.cwd(), require.resolve(__filename) === __filename, fs.existsSync("main.js"));
try {
  process.chdir("/no/such/folder");
} catch (error) {
  console.log(error.message, error.code);
}
process.title = "renamed";
console.log(
  process.title,
  fs.readFileSync("/proc/self/comm", "utf8").trim(),
  os.homedir() === process.env.HOME,
  typeof os.userInfo,
);
console.log(
  Object.keys(process).sort().join(" "),
  process.eventNames(),
  Object.prototype.toString.call(process),
  process.listenerCount("warning"),
);
console.log(
  process.stdin.constructor.name,
  process.allowedNodeEnvironmentFlags.has("--inspect"),
  process.channel,
  process.connected,
  process.domain,
);
