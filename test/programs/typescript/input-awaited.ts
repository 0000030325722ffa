import { createInterface } from "node:readline/promises";
let n: number = 0;
for await (const line of createInterface({ input: process.stdin })) console.log(++n, line.length);
