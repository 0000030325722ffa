const lines = require("fs").readFileSync(0, "utf8").split("\n");
const counts = {};
for (const line of lines) counts[line] = (counts[line] ?? 0) + 1;
console.log(counts, lines.length);
process.stdout.write(`${lines.slice(0, 50_000).join("\n")}\n`);
