const { spawnSync, execSync } = require("child_process");
const fs = require("fs");

const first = Buffer.alloc(6);
fs.readSync(0, first);
console.log("main", JSON.stringify(first.toString()));
console.log(
  spawnSync("bash", ["-c", "read -r line; echo shell $line"], {
    stdio: ["inherit", "pipe", "inherit"],
  }).stdout.toString(),
);
console.log(
  "rest",
  JSON.stringify(execSync("cat", { stdio: ["inherit", "pipe", "pipe"], encoding: "utf8" })),
);
console.log(fs.readSync(0, first));
