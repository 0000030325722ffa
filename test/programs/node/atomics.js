const shared = new Int32Array(new SharedArrayBuffer(32));
const before = performance.now();
console.log(Atomics.wait(shared, 0, 0, 20), performance.now() - before >= 19);
console.log(Atomics.wait(shared, 0, 5), Atomics.notify(shared, 0), Atomics.isLockFree(4));
console.log(
  Atomics.add(shared, 1, 5),
  Atomics.exchange(shared, 1, 7),
  Atomics.compareExchange(shared, 1, 7, 9),
  Atomics.load(shared, 1),
);
try {
  Atomics.wait(new Int32Array(4), 0, 0);
} catch (error) {
  console.log(error.name, error.message);
}

async function main() {
  const alive = setInterval(() => {}, 1000);
  console.log(Atomics.waitAsync(shared, 4, 1));
  const woken = Atomics.waitAsync(shared, 2, 0);
  setTimeout(() => console.log("notified", Atomics.notify(shared, 2)), 2);
  console.log(woken.async, await woken.value);
  const timed = Atomics.waitAsync(shared, 3, 0, 10);
  console.log(timed.async, await timed.value);
  clearInterval(alive);
}

main();
