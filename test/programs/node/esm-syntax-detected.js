import { readFileSync } from "node:fs";

console.log(
  typeof require,
  import.meta.filename,
  readFileSync(import.meta.filename, "utf8").split("\n").length,
);
console.log(await Promise.resolve("awaited"));
