process.on("uncaughtExceptionMonitor", (error, origin) => console.log("monitor", String(error), origin));
process.on("uncaughtException", (error, origin) => console.log("caught", String(error), origin));
process.on("exit", (code) => console.log("exit", code));
process.once("beforeExit", () => {
  console.log("before exit");
  setTimeout(() => {
    throw "from a timer";
  }, 1);
  setTimeout(() => console.log("the next timer still runs"), 2);
});
process.nextTick(() => {
  throw null;
});
Promise.reject(new TypeError("from a promise"));
queueMicrotask(() => {
  throw new Error("from a microtask");
});
throw new Error("from the script");
