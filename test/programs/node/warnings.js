const util = require("util");

const write = process.stderr.write;
process.stderr.write = (text, ...rest) =>
  write.call(process.stderr, text.replace(`(node:${process.pid})`, "(node)"), ...rest);
process.on("warning", (warning) => console.log(warning.name, warning.code, warning.message, warning.detail));
process.emitWarning("plain text");
process.emitWarning("with everything", {
  type: "CustomWarning",
  code: "C01",
  detail: "a detail\nin two lines",
});
process.emitWarning(new RangeError("an error as a warning"));
process.emitWarning("old", "DeprecationWarning", "DEP_OWN");
for (let n = 0; n < 3; n++) util.deprecate(() => console.log("called"), "use another one", "DEP_TWICE")();
new Buffer(3);
require("events").EventEmitter.defaultMaxListeners = 1;
const emitter = new (require("events"))();
for (let n = 0; n < 3; n++) emitter.on("x", () => {});
setTimeout(() => {}, 2 ** 40).unref();
require("./circular-a.js").missing;
process.noDeprecation = true;
process.emitWarning("silent", "DeprecationWarning");
