import { setTimeout as sleep } from "node:timers/promises";
import slow from "./slow.js";
import quick from "./quick.js";

console.log(slow, quick);
queueMicrotask(() => console.log("microtask"));
process.nextTick(() => console.log("tick"));
console.log(await sleep(2, "slept"));
for await (const n of [Promise.resolve(1), 2]) console.log(n);
const { default: again } = await import("./slow.js");
console.log(again);
try {
  await Promise.reject(new Error("awaited"));
} catch (error) {
  console.log(error.message);
}
await finish();
async function finish() {
  console.log("end");
}
