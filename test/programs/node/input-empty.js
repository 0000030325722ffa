const fs = require("fs");

console.log(JSON.stringify(fs.readFileSync(0, "utf8")), fs.readSync(0, Buffer.alloc(10)));
process.stdin.on("data", () => console.log("never"));
process.stdin.on("end", () => console.log("end"));
process.stdin.on("close", () => console.log("close"));
