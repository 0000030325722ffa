const seen = [];
const alive = setInterval(() => {}, 1000);
for (const name of ["SIGTERM", "SIGUSR2", "SIGINT", "SIGHUP", "SIGWINCH", "SIGUSR1"]) {
  process.on(name, (signal, number) => {
    seen.push(`${signal} ${number}`);
    console.log(signal, number);
    next();
  });
}
const order = ["SIGUSR2", "SIGTERM", "SIGHUP", "SIGUSR2", "SIGINT", "SIGWINCH", "SIGUSR1"];
function next() {
  const name = order.shift();
  if (name) process.kill(process.pid, name);
  else finish();
}
function finish() {
  clearInterval(alive);
  console.log(seen.length, process.kill(process.pid, 0));
  for (const [pid, signal] of [
    [process.pid, "SIGNONE"],
    [process.pid, 99],
    ["x", 0],
    [2 ** 30, 0],
  ]) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      console.log(error.code, error.message);
    }
  }
  for (const name of ["SIGKILL", "SIGSTOP"]) {
    try {
      process.on(name, () => {});
    } catch (error) {
      console.log(error.code, error.syscall, error.message);
    }
  }
  process.removeAllListeners("SIGTERM");
  console.log("default again");
  process.kill(process.pid, "SIGTERM");
}
next();
