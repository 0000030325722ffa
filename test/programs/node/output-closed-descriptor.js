const fs = require("fs");

fs.closeSync(1);
fs.writeSync(2, "descriptor 1 is closed\n");
try {
  fs.writeSync(1, "x");
} catch (error) {
  console.error(error.code, error.message);
}
process.on("exit", (code) => console.error("exit", code));
