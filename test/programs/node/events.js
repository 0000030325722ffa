const { EventEmitter, once, on, captureRejectionSymbol, getEventListeners, errorMonitor } = require("events");

const emitter = new EventEmitter({ captureRejections: true });
emitter.on("newListener", (name) => console.log("new", String(name)));
emitter.on("a", function (...args) {
  console.log("a1", this === emitter, args);
});
emitter.prependListener("a", () => console.log("a0"));
emitter.once("a", () => console.log("once"));
console.log(
  emitter.emit("a", 1, 2),
  emitter.emit("a"),
  emitter.emit("none"),
  emitter.listenerCount("a"),
  emitter.eventNames(),
);
const removed = () => console.log("never");
emitter
  .on("b", () => {
    console.log("b1");
    emitter.off("b", removed);
  })
  .on("b", removed);
emitter.emit("b");
emitter[captureRejectionSymbol] = (error, name) => console.log("captured", error.message, name);
emitter.on("async", async () => {
  throw new Error("from an async listener");
});
emitter.emit("async");
emitter
  .on(errorMonitor, (error) => console.log("monitored", error.message))
  .on("error", () => console.log("handled"));
emitter.emit("error", new Error("watched"));

const target = new EventTarget();
const handler = {
  handleEvent(event) {
    console.log("object", event.type, event.detail, event.cancelable);
    event.preventDefault();
  },
};
target.addEventListener("x", handler);
target.addEventListener("x", handler);
target.addEventListener(
  "x",
  (event) => {
    console.log("second", event.defaultPrevented);
    event.stopImmediatePropagation();
  },
  { once: true },
);
target.addEventListener("x", () => console.log("third"));
console.log(
  target.dispatchEvent(new CustomEvent("x", { detail: { a: 1 }, cancelable: true })),
  target.dispatchEvent(new Event("x")),
  getEventListeners(target, "x").length,
);
console.log(new Event("plain").bubbles, new CustomEvent("c").detail, emitter);

async function main() {
  setTimeout(() => emitter.emit("later", 1, 2));
  console.log(await once(emitter, "later"));
  setTimeout(() => {
    for (let n = 0; n < 3; n++) emitter.emit("many", n);
  }, 1);
  for await (const [n] of on(emitter, "many")) {
    console.log("many", n);
    if (n === 2) break;
  }
  console.log(
    await once(emitter, "later", { signal: AbortSignal.abort() }).catch((error) => [
      error.name,
      error.cause?.name,
    ]),
  );
  target.addEventListener("bad", () => {
    throw new TypeError("in a target's listener");
  });
  target.dispatchEvent(new Event("bad"));
  console.log("still here");
}

main();
