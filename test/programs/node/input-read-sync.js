const { readFileSync } = require("fs");

const lines = readFileSync(0, "utf8").split("\n");
console.log(lines);
console.log(
  lines
    .map(Number)
    .filter(Number.isFinite)
    .reduce((a, b) => a + b, 0),
);
console.log(JSON.stringify(readFileSync(0, "utf8")));
