const util = require("util");

class Point {
  #hidden = 1;
  static origin = new Point(0, 0);
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
  get length() {
    return Math.hypot(this.x, this.y);
  }
}
const circular = { name: "loop", list: [] };
circular.self = circular;
circular.list.push(circular, { circular });
const values = [
  new Map([
    ["a", 1],
    [{ k: 1 }, new Map([[1, new Set([1, "2"])]])],
  ]),
  new Set([[1, 2], new Set()]),
  new WeakMap(),
  new WeakSet(),
  new Map([[1, 2]]).entries(),
  new Set([1]).values(),
  [1, 2][Symbol.iterator](),
  "text"[Symbol.iterator](),
  new Proxy({ a: 1 }, {}),
  new Proxy(function named() {}, {}),
  Point,
  new Point(3, 4),
  class extends Point {},
  circular,
  Symbol("desc"),
  { [Symbol.toStringTag]: "Tagged", a: 1 },
  new Uint8Array([1, 2, 3]),
  new Float64Array(2),
  new BigInt64Array([1n]),
  new ArrayBuffer(4),
  new DataView(new ArrayBuffer(2), 1),
  new SharedArrayBuffer(2),
  Buffer.from("buffer"),
  new Date(NaN),
  new Date(86400000),
  /re[g]ex/giu,
  function () {},
  async () => {},
  function* gen() {},
  Math.max,
  Object(1),
  Object("text"),
  Object(Symbol("x")),
  [Object(false)],
  (function () {
    return arguments;
  })(1, 2),
  Promise.reject(5).catch(() => 6),
  globalThis === global,
  new (class Empty {})(),
  Object.create({ inherited: 1 }),
  Object.assign(Object.create(null), { a: null }),
  Object.assign([1, 2], { extra: true, "-1": 0 }),
  Object.assign(() => {}, { property: 1 }),
  new URL("https://user:pw@example.org:8080/path?q=1#frag"),
  new URLSearchParams("a=1&b=2"),
  new AbortController(),
  new TextEncoder(),
  new WeakRef({ a: 1 }),
  (function* () {
    yield 1;
  })(),
  Math,
  JSON,
  Reflect,
  Intl,
  Atomics,
  WebAssembly,
  null,
];
for (const value of values) console.log(value);
console.log(
  util.inspect(new Proxy({ a: 1 }, { get: () => 2 }), { showProxy: true }),
  module.constructor === require("module"),
);
