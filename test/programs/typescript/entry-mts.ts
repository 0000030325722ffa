import { readFileSync } from "node:fs";
import { twice } from "./lib.mjs";
const text: string = readFileSync(import.meta.filename, "utf8");
console.log(import.meta.url, import.meta.dirname, text.length, twice(4), Object.keys(import.meta).sort(), process.argv.slice(1));
console.log(await Promise.resolve(1 as number));
