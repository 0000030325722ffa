const later = (value, rounds) =>
  rounds === 0 ? Promise.resolve(value) : Promise.resolve().then(() => later(value, rounds - 1));
const fail = (text) => Promise.reject(new Error(text));

async function main() {
  console.log(await Promise.all([1, later(2, 3), { then: (resolve) => resolve("thenable") }]));
  console.log(await Promise.allSettled([later("ok", 1), fail("bad")]));
  console.log(
    await Promise.any([fail("x"), later("any", 2)]),
    await Promise.race([later("slow", 5), later("fast", 1)]),
  );
  console.log(
    await fail("caught")
      .catch((error) => error.message)
      .finally(() => console.log("finally")),
  );
  console.log(await Promise.any([]).catch((error) => [error.name, error.message, error.errors]));
  console.log(
    Promise.resolve(1),
    fail("inspected").catch(() => {}),
    new Promise(() => {}),
    (async () => 5)(),
  );
  class Own extends Promise {
    static get [Symbol.species]() {
      return Promise;
    }
  }
  console.log(new Own((resolve) => resolve(1)), Own.resolve(2).then() instanceof Own);
  const chain = new Promise((resolve) => resolve(later("chain", 1)));
  console.log(await chain, await await await 7);
  const cycle = Promise.resolve().then(() => cycle);
  console.log(await cycle.catch((error) => error.message));
  let total = 0;
  for (let n = 0; n < 100_000; n++) total += await n;
  console.log(total);
}

const order = [];
for (const name of ["a", "b", "c"]) {
  (async () => {
    for (let n = 0; n < 3; n++) {
      order.push(name + n);
      await (name === "b" ? later(null, 1) : null);
    }
  })();
}
setTimeout(() => console.log(order.join(" ")));
main().catch((error) => console.log(error));
