// Each line is here as soon as it is printed.
import { setTimeout as delay } from "node:timers/promises";

const began = performance.now();
for (let tick = 1; tick <= 8; tick++) {
  await delay(300);
  const after = Math.round(performance.now() - began);
  console.log(`tick ${tick} after ${after} ms ${"▇".repeat(tick)}`);
}
console.error("and this went to stderr");
