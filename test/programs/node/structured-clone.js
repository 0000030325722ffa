class Point {
  constructor(x) {
    this.x = x;
  }
  get double() {
    return this.x * 2;
  }
}
const source = {
  date: new Date(0),
  regexp: /x/gi,
  map: new Map([[{ k: 1 }, new Set([1, "2"])]]),
  big: 2n ** 70n,
  point: new Point(4),
  typed: new Float32Array([1.5, 2]),
  nested: { list: [1, , 3, undefined, null, NaN, -0] },
  boxed: [Object(1), Object("s"), Object(true)],
  error: new RangeError("cloned", { cause: "why" }),
  buffer: new Uint8Array([1, 2]).buffer,
};
source.self = source;
const copy = structuredClone(source);
console.log(
  copy.self === copy,
  copy.map !== source.map,
  copy.point instanceof Point,
  copy.error instanceof RangeError,
  copy.error.message,
);
delete copy.error;
console.log(copy);
const buffer = new ArrayBuffer(8);
const moved = structuredClone({ buffer, view: new Uint8Array(buffer) }, { transfer: [buffer] });
console.log(buffer.byteLength, moved.view.length, moved.view.buffer === moved.buffer, buffer.detached);
for (const value of [
  () => {},
  Symbol("s"),
  new WeakMap(),
  Promise.resolve(),
  { deep: { f() {} } },
  class {},
]) {
  try {
    structuredClone(value);
  } catch (error) {
    console.log(error.name, error.code, error.message, error instanceof DOMException);
  }
}
try {
  structuredClone();
} catch (error) {
  console.log(error.name, error.code);
}
const v8 = require("v8");
console.log(
  v8.serialize({ a: 1, b: [true, "é", 1.5] }).toString("hex"),
  JSON.stringify(source.nested),
  JSON.parse('{"__proto__": 1}'),
);
