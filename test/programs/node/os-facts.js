const os = require("os");

console.log(
  os.EOL,
  os.platform(),
  os.type(),
  os.endianness(),
  os.arch(),
  os.devNull,
  os.tmpdir(),
  os.homedir() === process.env.HOME,
);
console.log(
  os.constants.signals,
  os.constants.errno.ENOENT,
  os.constants.priority,
  os.constants.dlopen,
  os.constants.UV_UDP_REUSEADDR,
);
console.log(
  os.cpus().length > 0,
  os.availableParallelism() > 0,
  os.totalmem() > os.freemem(),
  os.uptime() > 0,
  os.loadavg().length,
  os.hostname().length > 0,
);
console.log(
  Object.keys(os.networkInterfaces()).includes("lo"),
  os.getPriority(),
  typeof os.version(),
  os.machine(),
  typeof os.release(),
);
for (const attempt of [
  () => os.setPriority(5),
  () => os.getPriority(),
  () => os.setPriority(0, 99),
  () => os.userInfo().uid === process.getuid(),
]) {
  try {
    console.log(attempt());
  } catch ({ code, message }) {
    console.log(code, message);
  }
}
