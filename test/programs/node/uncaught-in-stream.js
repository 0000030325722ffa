const fs = require("fs");

process.on("exit", (code) => console.log("exit", code));
fs.createReadStream("missing.txt").on("close", () => console.log("close"));
