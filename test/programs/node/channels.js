const { MessageChannel: same, receiveMessageOnPort, Worker } = require("worker_threads");

const { port1, port2 } = new MessageChannel();
console.log(same === MessageChannel, receiveMessageOnPort(port2));
port1.postMessage({ list: [1, new Map([["k", 2n]])] });
port1.postMessage("second");
console.log(receiveMessageOnPort(port2), receiveMessageOnPort(port2), receiveMessageOnPort(port2));
port2.onmessage = ({ data, type, ports }) => {
  console.log(type, data, ports.length);
  if (data === "last") port2.close();
};
port2.on("close", () => {
  console.log("close");
  broadcast();
});
const bytes = new Uint8Array(10);
port1.postMessage(bytes, [bytes.buffer]);
port1.postMessage("last");
console.log(bytes.length);
try {
  port1.postMessage(port1, [port1]);
} catch ({ name, message }) {
  console.log(name, message);
}

function broadcast() {
  const one = new BroadcastChannel("news");
  const worker = new Worker(
    "const c = new BroadcastChannel('news'); c.onmessage = ({ data }) => { c.postMessage('worker got ' + data); c.close(); }; require('worker_threads').parentPort.postMessage('ready')",
    { eval: true },
  );
  one.onmessage = ({ data }) => {
    console.log(data);
    one.close();
  };
  worker.on("message", (text) => {
    console.log(text);
    one.postMessage("hello");
  });
  worker.on("exit", (code) => process.on("exit", () => console.log("worker ended", code)));
}
