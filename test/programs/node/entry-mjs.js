import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
console.log(process.argv.slice(1), import.meta.url, import.meta.filename, process.mainModule, typeof require);
console.log(readFileSync(process.argv[1], "utf8").length, Object.keys(createRequire(import.meta.url).cache));
console.log(await Promise.resolve(7), new Error("here").stack);
await null;
throw new TypeError("at the end");
