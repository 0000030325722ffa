const { Worker, isMainThread, workerData } = require("worker_threads");

if (isMainThread) {
  console.log("main begins");
  const worker = new Worker(__filename, { workerData: { lines: 1000 } });
  worker.on("exit", (code) => console.log("main ends", code));
} else {
  for (let n = 0; n < workerData.lines; n++) console.log("worker line", n);
  console.error("to the error stream");
  import("./helper.mjs").then(({ default: text }) => console.log(text));
}
