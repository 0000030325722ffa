const util = require("util");

const value = {
  b: { deep: { deeper: { deepest: {} } } },
  a: [1, 2, 3, "four"],
  text: 'it\'s "quoted" `text`',
  long: "x".repeat(90),
  number: 1234567.891,
  get computed() {
    return { nested: true };
  },
  set onlySet(v) {},
  map: new Map([
    ["z", 1],
    ["y", 2],
  ]),
  [Symbol("hidden")]: 1,
};
Object.defineProperty(value, "secret", { value: 5, enumerable: false });
for (const options of [
  {},
  { depth: 0 },
  { depth: Infinity },
  { compact: false },
  { compact: 1, breakLength: 40 },
  { breakLength: Infinity },
  { sorted: true },
  { showHidden: true },
  { colors: true },
  { getters: true },
  { maxArrayLength: 2, maxStringLength: 10 },
  { numericSeparator: true },
])
  console.log(options, util.inspect(value, options));
class Money {
  constructor(amount) {
    this.amount = amount;
  }
  [util.inspect.custom](depth, options, inspect) {
    return `Money<${inspect(this.amount, options)}> ${depth}`;
  }
}
console.log(new Money(5), [new Money([1])], { m: { m: new Money({}) } });
util.inspect.defaultOptions.depth = 0;
console.log({ a: { b: 1 } });
console.log(
  util.inspect({
    toString() {
      return "own";
    },
  }),
  util.format("%s", { toString: () => "own" }),
  util.format("%s", new Money(1)),
);
const broken = {
  get bad() {
    throw new Error("no");
  },
};
console.log(
  util.inspect(broken, { getters: true }),
  util.inspect(new Error("short"), { compact: true }).split("\n")[0],
);
console.log(
  util.types.isProxy(new Proxy({}, {})),
  util.isDeepStrictEqual([1, { a: 2 }], [1, { a: 2 }]),
  util.stripVTControlCharacters("\u001b[31mred\u001b[39m"),
);
console.log(
  util.styleText("red", "styled"),
  util.inspect("text".repeat(3), { colors: true }),
  util.toUSVString("\ud800"),
);
