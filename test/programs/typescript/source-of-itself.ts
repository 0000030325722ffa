import { readFileSync } from "fs";
function typed(a: string, b?: number): string { return a + b; }
console.log(readFileSync(__filename, "utf8").includes("b?: number"), typed.length, typed.name);
