const { spawn, exec } = require("child_process");
const { once } = require("events");

async function main() {
  const sleeper = spawn("sleep", ["10"]);
  console.log(sleeper.kill(), sleeper.killed, await once(sleeper, "exit"), sleeper.kill());
  const stubborn = spawn(
    "bash",
    ["-c", "trap 'echo asked; exit 7' TERM; echo ready; while :; do sleep 0.01; done"],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  stubborn.stdout.on("data", (data) => {
    console.log(data.toString().trim());
    if (data.includes("ready")) process.kill(stubborn.pid, "SIGTERM");
  });
  console.log(await once(stubborn, "exit"));
  const controller = new AbortController();
  const aborted = spawn("sleep", ["10"], { signal: controller.signal, killSignal: "SIGKILL" });
  aborted.on("error", (error) => console.log(error.name, error.code));
  controller.abort();
  console.log(await once(aborted, "exit").catch((error) => error.name));
  const timeout = exec("exec sleep 10", { timeout: 20 }, (error) =>
    console.log(error.killed, error.signal, error.code),
  );
  await once(timeout, "close");
  const own = spawn(process.execPath, [
    "-e",
    "process.on('SIGTERM', () => { console.log('handled'); process.exit(3); }); setInterval(() => {}, 1000); console.log('up')",
  ]);
  own.stdout.on("data", (data) => {
    console.log(data.toString().trim());
    if (data.includes("up")) own.kill("SIGTERM");
  });
  console.log(await once(own, "exit"));
  const detached = spawn("sleep", ["0.01"], { detached: true, stdio: "ignore" });
  detached.unref();
  console.log("not waited for", typeof detached.pid);
}

main();
