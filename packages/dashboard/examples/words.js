// Counts the words of its input.
const { readFileSync } = require("node:fs");

const counts = new Map();
for (const word of readFileSync(0, "utf8")
  .toLowerCase()
  .match(/\p{L}+/gu) ?? []) {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

const sorted = [...counts].sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
const width = Math.max(...sorted.map(([word]) => word.length));
for (const [word, count] of sorted) console.log(word.padEnd(width), "#".repeat(count), count);
