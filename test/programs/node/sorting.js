const items = Array.from({ length: 1000 }, (_, n) => ({ key: (n * 7919) % 10, n }));
items.sort((a, b) => a.key - b.key);
console.log(
  items.every(
    (item, at) =>
      at === 0 ||
      items[at - 1].key < item.key ||
      (items[at - 1].key === item.key && items[at - 1].n < item.n),
  ),
);
console.log(
  [10, 9, 1, 100, undefined, , -1].sort(),
  [3, 1, 2].toSorted(),
  ["b", "a", "C", "ä", "B"].sort(),
  [true, false, null].sort(),
);
const calls = [];
[5, 2, 8, 1, 9, 3].sort((a, b) => (calls.push(`${a}:${b}`), a - b));
console.log(
  calls.join(" "),
  [1, 2, 3].sort(() => 0),
  Float64Array.of(3, -0, 0, NaN, -1).sort(),
  [..."sorting"].sort().join(""),
);
let seed = 12345;
const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
const numbers = Array.from({ length: 100_000 }, () => Math.floor(random() * 1e6));
numbers.sort((a, b) => a - b);
console.log(numbers[0], numbers[50_000], numbers.at(-1), numbers.indexOf(numbers[777]) <= 777);
console.log(
  Object.groupBy?.([1, 2, 3], (n) => (n % 2 ? "odd" : "even")),
  [1, [2, [3, [4]]]].flat(Infinity),
  [3, 4].entries().next(),
  [1, 2, 3, 4].with(1, 9).toSpliced(0, 1).toReversed(),
);
console.log(
  Object.keys({ b: 1, 2: 1, a: 1, 1: 1, [-1]: 1, "01": 1 }),
  [
    ...new Map([
      ["z", 1],
      ["a", 2],
    ]).keys(),
  ],
  [...new Set([3, 1, 3, 2])],
  JSON.stringify({ z: 1, 10: 2, 9: 3, u: undefined, f() {} }),
);
console.log(
  [1, 2, 3, 4].findLast((n) => n % 2),
  [1, 2, 3].copyWithin(0, 1),
  Array.from("abc", (c, n) => c + n),
  [1, 2, 3].includes(NaN),
  [NaN].includes(NaN),
  [NaN].indexOf(NaN),
  [, 1].findIndex((x) => x === undefined),
);
try {
  [2, 1].sort("not a function");
} catch (error) {
  console.log(error.message);
}
try {
  [2, 1].sort(() => {
    throw new Error("while comparing");
  });
} catch (error) {
  console.log(error.message);
}
