const util = require("util");

const write = process.stderr.write;
process.stderr.write = (text, ...rest) =>
  write.call(process.stderr, text.replaceAll(process.pid, "PID"), ...rest);
const debug = util.debuglog("own");
debug("shown %d", 5, { a: 1 });
util.debuglog("other")("not shown");
console.log(
  debug.enabled,
  util.debuglog("other").enabled,
  util.inspect(1, { colors: process.stdout.hasColors?.() }),
);
console.log({ coloured: [1, "a", null] }, process.stdout.isTTY);
console.error(new Error("coloured").message, require("tty").WriteStream.prototype.getColorDepth(process.env));
require("util").deprecate(() => {}, "hidden")();
throw new TypeError("in colour");
