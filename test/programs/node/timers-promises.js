const {
  setTimeout: sleep,
  setImmediate: immediate,
  setInterval: every,
  scheduler,
} = require("timers/promises");
const { promisify } = require("util");

async function main() {
  console.log(
    await sleep(2, "value"),
    await immediate("immediate"),
    await promisify(setTimeout)(1, "promisified"),
  );
  let n = 0;
  for await (const value of every(1, "round")) {
    console.log(value, ++n);
    if (n === 3) break;
  }
  await scheduler.wait(1);
  await scheduler.yield();
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("enough")), 2);
  try {
    await sleep(10_000, null, { signal: controller.signal });
  } catch (error) {
    console.log(error.name, error.code, error.message, error.cause.message);
  }
  try {
    await sleep(1, null, { signal: AbortSignal.abort() });
  } catch (error) {
    console.log(error.name, error.message);
  }
  console.log(await Promise.race([sleep(1, "short"), sleep(10_000, "long", { ref: false })]));
}

main();
