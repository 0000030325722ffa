const fs = require("fs");

const log = (text) => () => console.log(text);
setTimeout(() => {
  console.log("timeout 20");
  fs.readFile(__filename, afterReading);
}, 20);
setTimeout(log("timeout 2, a"), 2);
setTimeout(() => {
  console.log("timeout 2, b");
  process.nextTick(log("tick between timers"));
  Promise.resolve().then(log("microtask between timers"));
}, 2);
setTimeout(log("timeout 2, c"), 2);
process.nextTick(log("tick 1"));
Promise.resolve()
  .then(() => {
    console.log("microtask 1");
    process.nextTick(log("tick from a microtask"));
  })
  .then(log("microtask 2"));
queueMicrotask(log("microtask 3"));
process.nextTick((a, b) => console.log("tick 2", a, b), "x", 5);
(async () => {
  console.log("async begins");
  await null;
  console.log("async goes on");
})();
console.log("end of the script");

function afterReading() {
  setTimeout(log("timeout after reading"), 0);
  setImmediate(() => {
    console.log("immediate after reading");
    process.nextTick(log("tick in an immediate"));
  });
  setImmediate((text) => console.log(text), "second immediate");
}
