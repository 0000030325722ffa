const { Worker } = require("worker_threads");

Error.stackTraceLimit = 4;
process.on("exit", (code) => console.log("exit", code));
const worker = new Worker("setTimeout(function late() { throw new TypeError('nobody listens'); }, 1)", {
  eval: true,
});
worker.on("online", () => console.log("online"));
setTimeout(() => console.log("never"), 5000);
