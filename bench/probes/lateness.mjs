// How late a process that only wants to run every 10 ms gets to run: what everybody else on the machine feels.
import { summarize } from "../statistics.mjs";

const EVERY_MS = 10;
const late = [];
let due = performance.now() + EVERY_MS;

const tick = () => {
  const now = performance.now();
  late.push(Math.max(0, now - due));
  due = now + EVERY_MS;
  setTimeout(tick, EVERY_MS);
};
setTimeout(tick, EVERY_MS);
process.stdout.write("ready\n");

process.stdin.resume().on("end", () => {
  process.stdout.write(`${JSON.stringify(summarize(late))}\n`, () => process.exit(0));
});
