const { Worker } = require("worker_threads");

const shared = new Int32Array(new SharedArrayBuffer(64));
const source = `
const { workerData: shared, parentPort } = require("worker_threads");
Atomics.add(shared, 1, 1);
Atomics.notify(shared, 1);
const woken = Atomics.wait(shared, 0, 0);
for (let n = 0; n < 100000; n++) Atomics.add(shared, 2, 1);
Atomics.add(shared, 3, 1);
Atomics.notify(shared, 3);
parentPort.postMessage(woken);
`;
const workers = Array.from({ length: 3 }, () => new Worker(source, { eval: true, workerData: shared }));
const answers = [];
for (const worker of workers) {
  worker.on("message", (woken) => answers.push(["ok", "not-equal"].includes(woken)));
}
for (let ready = Atomics.load(shared, 1); ready < 3; ready = Atomics.load(shared, 1))
  Atomics.wait(shared, 1, ready, 1000);
console.log("all are ready");
Atomics.store(shared, 0, 1);
Atomics.notify(shared, 0);
for (let ended = Atomics.load(shared, 3); ended < 3; ended = Atomics.load(shared, 3))
  Atomics.wait(shared, 3, ended, 1000);
console.log(Atomics.load(shared, 2));
process.on("exit", () => console.log(answers, Array.from(shared.subarray(0, 4))));
