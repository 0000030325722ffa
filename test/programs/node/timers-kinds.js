process.removeAllListeners("warning");
process.on("warning", ({ name, message }) => console.log(name, message));
const timers = require("timers");

let count = 0;
const interval = setInterval(
  (text) => {
    console.log(text, ++count);
    if (count === 3) {
      clearInterval(interval);
      const once = setTimeout(() => {
        console.log("once", once._destroyed);
        if (++count < 6) once.refresh();
      }, 1);
      once.refresh();
    }
  },
  2,
  "interval",
);
const lost = setTimeout(() => console.log("never"), 100_000);
console.log(
  lost.hasRef(),
  lost.unref().hasRef(),
  lost.ref() === lost,
  typeof +lost,
  lost.constructor.name,
  lost._idleTimeout,
);
clearTimeout(+lost);
setInterval(() => {}, 1000).unref();
setTimeout(() => {}, 2 ** 31).unref();
setTimeout(() => {}, NaN);
clearTimeout(undefined);
clearTimeout({});
clearImmediate(setImmediate(() => console.log("never")));
const immediate = setImmediate(() => console.log("never either"));
console.log(immediate.hasRef(), immediate.constructor.name, timers.setTimeout === setTimeout);
immediate.unref();
clearImmediate(immediate);
for (const bad of [undefined, "text", 5]) {
  try {
    setTimeout(bad, 1);
  } catch (error) {
    console.log(error.code, error.message);
  }
}
console.log(process.getActiveResourcesInfo());
