process.removeAllListeners("warning");
process.on("warning", ({ name, message }) => console.log(name, message));
const lib = require("./lib.mjs");

console.log(lib, lib.default(), lib.__esModule, require("./whole.mjs"));
try {
  require("./asynchronous.mjs");
} catch (error) {
  console.log(error.code, error.message.split("\n")[0]);
}
import("./lib.mjs").then((same) => console.log(same === lib));
