const { Worker, isMainThread } = require("worker_threads");
console.log(isMainThread, process.argv.slice(1), require.main === module);
if (isMainThread) new Worker(__filename, { argv: ["a"] }).on("exit", (code) => console.log("exit", code));
