function depth(n) {
  try {
    return depth(n + 1);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return n;
  }
}

const reached = depth(0);
console.log(reached > 5000, reached < 50_000);
const sum = (n) => (n === 0 ? 0 : n + sum(n - 1));
console.log(sum(5000));
for (const attempt of [
  () =>
    (function forever() {
      forever();
    })(),
  () =>
    JSON.stringify(
      Array(10_000)
        .fill()
        .reduce((inner) => [inner], 1),
    ).length,
  () => JSON.parse("[".repeat(200_000) + "]".repeat(200_000)).length,
  () => new Proxy({}, { get: (_, key, self) => self[key] }).x,
  () =>
    String(
      Object.assign([], {
        toString() {
          return `${this}`;
        },
      }),
    ),
  () => Math.max(...Array(300_000).fill(1)),
  () => new RegExp("(".repeat(50_000) + ")".repeat(50_000)).test(""),
  () => eval("1+".repeat(50_000) + "1"),
]) {
  try {
    console.log(attempt());
  } catch (error) {
    console.log(error.name, error.message.slice(0, 100), error instanceof RangeError);
  }
}
const again = depth(0);
console.log(again > 5000);
