
import { setTimeout as wait } from "node:timers/promises";
const value: number = await wait(2, 42);
console.log(value, typeof require, __filename.endsWith("main.ts") || "");
for await (const x of (async function* () { yield 1; yield 2; })()) console.log(x);
export const later: string = await Promise.resolve("later");
function hoisted(): string { return "hoisted"; }
console.log(later, hoisted(), await (async () => 5)());
if (await Promise.resolve(true)) { label: for (const a of [1]) { await null; break label; } }
