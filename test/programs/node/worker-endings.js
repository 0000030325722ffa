const { Worker } = require("worker_threads");

const run = (source, use = () => {}) =>
  new Promise((resolve) => {
    const events = [];
    const worker = new Worker(source, { eval: true, stdout: true, stderr: true });
    let output = "";
    worker.stdout.on("data", (text) => (output += text));
    worker.on("error", (error) => events.push(["error", error.name, error.message, error instanceof Error]));
    worker.on("message", (message) => {
      events.push(["message", message]);
      use(worker);
    });
    let code;
    worker.on("exit", (given) => (code = given));
    worker.stdout.on("close", () => setImmediate(() => resolve([...events, ["exit", code, output]])));
  });

async function main() {
  console.log(await run("throw new RangeError('in the worker')"));
  console.log(await run("throw { plain: true, f: 5 }"));
  console.log(await run("process.exit(7)"));
  console.log(await run("process.on('exit', (code) => console.log('leaves', code)); process.exitCode = 4"));
  console.log(await run("Promise.reject(new Error('rejected'))"));
  console.log(await run("const x = ;"));
  console.log(
    await run("require('worker_threads').parentPort.postMessage('up'); for (;;);", (worker) =>
      worker.terminate(),
    ),
  );
  console.log(
    await run(
      "setInterval(() => {}, 1000); require('worker_threads').parentPort.postMessage('up')",
      (worker) => worker.terminate(),
    ),
  );
  console.log(
    await run(
      "try { process.chdir('/') } catch (error) { console.log(error.code) }; console.log(require('worker_threads').isMainThread)",
    ),
  );
  console.log(await run("const f = () => f(); f()"));
}

main();
