const { once, EventEmitter } = require("events");

for (const constructor of [
  Array,
  Object,
  Function,
  String,
  Promise,
  Map,
  Set,
  RegExp,
  Error,
  Number,
  Date,
  Symbol,
  Buffer,
]) {
  Object.freeze(constructor);
  Object.freeze(constructor.prototype);
}
Object.freeze(JSON);
Object.freeze(Math);
Object.freeze(Reflect);
Object.freeze(console);
Array.prototype.added = 1;
console.log([].added, Object.isFrozen(Array.prototype), [3, 1, 2].sort(), JSON.stringify({ a: [1] }));
class Own extends Array {
  total() {
    return this.reduce((a, b) => a + b, 0);
  }
}
console.log(Own.of(1, 2).total(), new Own(3), new Map([[1, new Set([2])]]), new Error("frozen").message);
const emitter = new EventEmitter();
setTimeout(() => emitter.emit("x", 5), 1);
once(emitter, "x").then(([value]) => {
  console.log(value);
  require("fs").readFile(__filename, "utf8", (_, text) => {
    console.log(text.length > 100);
    const named = {};
    named.toString = () => "cannot be set";
    console.log(String(named));
    (() => {
      "use strict";
      Array.prototype.map = null;
    })();
  });
});
