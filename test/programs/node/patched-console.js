const { log } = console;
console.log = (...args) => log("replaced:", ...args);
console.log("one", 1);
console.error = undefined;
const write = process.stdout.write;
process.stdout.write = function (chunk, ...rest) {
  return write.call(this, String(chunk).toUpperCase(), ...rest);
};
console.log("two");
console.info("three");
process.stdout.write = write;
globalThis.console = { log: (text) => process.stdout.write(`own console: ${text}\n`) };
console.log("four");
delete globalThis.console;
console.log?.("not reached");
