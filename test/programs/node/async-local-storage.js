const { AsyncLocalStorage, AsyncResource } = require("async_hooks");
const { EventEmitter } = require("events");

const storage = new AsyncLocalStorage();
const show = (where) => console.log(where, storage.getStore());

storage.run({ id: 1 }, async () => {
  show("sync");
  process.nextTick(show, "tick");
  await null;
  show("after await");
  storage.exit(() => show("outside"));
  await new Promise((resolve) => require("fs").stat(".", resolve));
  show("after stat");
  setTimeout(show, 1, "timer");
});
storage.run("second", () => Promise.resolve().then(() => show("then")));
const bound = storage.run("bound", () => AsyncResource.bind(() => show("bound")));
const snapshot = storage.run("snapshot", () => AsyncLocalStorage.snapshot());
const emitter = new EventEmitter().on("x", () => show("listener"));
storage.run("emitting", () => emitter.emit("x"));
bound();
snapshot(() => show("in a snapshot"));
storage.enterWith("entered");
show("rest of the script");
process.on("beforeExit", () => {
  show("later");
  storage.disable();
  show("disabled");
});
