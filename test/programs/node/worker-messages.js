const {
  Worker,
  isMainThread,
  parentPort,
  workerData,
  threadId,
  MessageChannel,
  resourceLimits,
} = require("worker_threads");

if (isMainThread) {
  const worker = new Worker(__filename, {
    workerData: { list: [1, 2], map: new Map([["k", new Date(0)]]) },
    argv: ["extra"],
    env: { OWN: "1" },
    name: "named",
  });
  const { port1, port2 } = new MessageChannel();
  let online = 0;
  worker.on("online", () => online++);
  worker.on("message", (message) => {
    console.log("main got", message);
    if (message.ready) {
      const bytes = new Uint8Array([1, 2, 3]).buffer;
      worker.postMessage({ port: port2, bytes }, [port2, bytes]);
      console.log("moved", bytes.byteLength);
    }
  });
  port1.on("message", (text) => {
    console.log("port", text);
    port1.postMessage("over");
  });
  worker.on("exit", (code) => console.log("exit", code, online, threadId, worker.threadId));
  try {
    worker.postMessage({ f() {} });
  } catch (error) {
    console.log(error.name, error.message);
  }
} else {
  parentPort.postMessage({
    ready: true,
    workerData,
    argv: process.argv.slice(2),
    env: process.env.OWN,
    threadId,
    main: require.main === module,
  });
  parentPort.once("message", ({ port, bytes }) => {
    port.postMessage(`bytes ${new Uint8Array(bytes)}`);
    port.once("message", (text) => {
      parentPort.postMessage({ text, limits: Object.keys(resourceLimits), cwd: process.cwd() });
      port.close();
      process.exitCode = 3;
    });
  });
}
