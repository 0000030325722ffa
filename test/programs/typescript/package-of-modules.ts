import { named } from "./lib.js";
import { readFileSync } from "fs";
const value: number = await Promise.resolve(named);
console.log(value, readFileSync("package.json", "utf8").length, import.meta.url);
