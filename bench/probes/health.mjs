// Asks /healthz every 20 ms on a new connection, whether or not earlier answers have come, and counts from when it
// meant to ask: an answer that is late does not spare the service the next question.
import { Connection, get } from "../client.mjs";
import { summarize } from "../statistics.mjs";

const EVERY_MS = 20;
const url = new URL(process.argv[2]);
const took = [];
const failures = [];
const begun = performance.now();
let asked = 0;
let ending = false;
let underWay = 0;

const ask = async (meantAt) => {
  underWay++;
  try {
    const connection = await Connection.open(url);
    const { status } = await connection.send(get(url, "/healthz"));
    connection.close();
    if (status !== 200) throw new Error(`status ${status}`);
    took.push(performance.now() - meantAt);
  } catch (error) {
    failures.push(error.message);
  } finally {
    underWay--;
    finish();
  }
};

const tick = () => {
  if (ending) return;
  for (; begun + asked * EVERY_MS <= performance.now(); asked++) void ask(begun + asked * EVERY_MS);
  setTimeout(tick, EVERY_MS / 2);
};

const finish = () => {
  if (!ending || underWay > 0) return;
  process.stdout.write(`${JSON.stringify({ ...summarize(took), failures })}\n`, () => process.exit(0));
};

tick();
process.stdout.write("ready\n");
process.stdin.resume().on("end", () => {
  ending = true;
  finish();
});
