const { Worker } = require("worker_threads");

const started = new Int32Array(new SharedArrayBuffer(4));
const busy = new Worker(
  "const { workerData } = require('worker_threads'); Atomics.store(workerData, 0, 1); Atomics.notify(workerData, 0); for (;;);",
  {
    eval: true,
    workerData: started,
  },
);
const idle = new Worker("setInterval(() => {}, 1000)", { eval: true });
busy.unref();
idle.unref();
console.log(Atomics.wait(started, 0, 0, 5000) !== "timed-out");
process.on("exit", () => console.log("exit"));
setTimeout(() => process.exit(6), 1);
