const { once, on, EventEmitter } = require("events");
const fs = require("fs");

const controller = new AbortController();
const { signal } = controller;
signal.addEventListener(
  "abort",
  (event) => console.log(event.type, event.target === signal, event.isTrusted),
  { once: true },
);
signal.onabort = () => console.log("onabort", signal.reason.message);
console.log(signal.aborted, signal.reason, controller);
controller.abort(new Error("the reason"));
controller.abort(new Error("ignored"));
console.log(signal.aborted, signal.reason.message);

async function main() {
  const attempts = {
    once: () => once(new EventEmitter(), "x", { signal }),
    readFile: () => fs.promises.readFile(__filename, { signal }),
    fetch: () => fetch("http://127.0.0.1:1/", { signal }),
    timeout: () =>
      new Promise((_, reject) => {
        const short = AbortSignal.timeout(5);
        short.onabort = () => reject(short.reason);
        setTimeout(() => {}, 50);
      }),
    any: async () => AbortSignal.any([AbortSignal.abort("one"), signal]).throwIfAborted(),
    listener: async () => {
      new EventTarget().addEventListener("x", () => {}, { signal });
      signal.throwIfAborted();
    },
    iterate: async () => {
      for await (const _ of on(new EventEmitter(), "x", { signal: AbortSignal.abort() })) break;
    },
    stream: async () => {
      for await (const _ of fs.createReadStream(__filename, { signal: AbortSignal.abort() })) break;
    },
  };
  for (const [name, attempt] of Object.entries(attempts)) {
    await attempt().then(
      () => console.log(name, "went well"),
      (error) => console.log(name, error?.name, error?.code, error?.message ?? error, error?.cause?.message),
    );
  }
}

main().then(() => signal.throwIfAborted());
