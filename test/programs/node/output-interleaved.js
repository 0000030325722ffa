const fs = require("fs");
const { execSync } = require("child_process");

console.log("console");
fs.writeSync(1, "raw\n");
console.error("error");
execSync("echo from a shell; echo to the error stream >&2", { stdio: "inherit" });
process.stdout.write("without newline");
process._rawDebug("raw debug", { a: 1 });
console.log("last");
