const log = [];
const record =
  (_, trap) =>
  (...args) => {
    log.push(trap);
    return Reflect[trap](...args);
  };
const traced = new Proxy(function target() {}, new Proxy({}, { get: record }));
traced.x = 1;
delete traced.x;
"x" in traced;
traced(5);
new traced(6);
Object.getPrototypeOf(traced);
Object.defineProperty(traced, "y", { value: 2, configurable: true });
Object.preventExtensions(traced);
console.log({ ...traced }, Object.isExtensible(traced), log.join(" "));
console.log(
  Reflect.ownKeys({ b: 1, [Symbol("s")]: 2, 1: 3 }),
  Reflect.construct(Date, [0]).getTime(),
  Reflect.has([], "length"),
);
const { proxy, revoke } = Proxy.revocable({}, {});
revoke();
const refusing = new Proxy(
  {},
  { set: () => false, deleteProperty: () => false, get: (_, key) => `got ${String(key)}` },
);
for (const source of [
  "proxy.x",
  "'use strict'; refusing.x = 1",
  "'use strict'; delete refusing.x",
  "new Proxy(Object.freeze({ a: 1 }), { get: () => 2 }).a",
  "Object.keys(new Proxy({}, { ownKeys: () => [1] }))",
  "refusing.anything + refusing",
  "new Proxy(class A {}, {})()",
  "Object.defineProperty(Object.freeze([]), 0, { value: 1 })",
  "structuredClone(refusing)",
]) {
  try {
    console.log(eval(source));
  } catch (error) {
    console.log(error.name, error.message);
  }
}
class Base {
  static #count = 0;
  static {
    Base.created = () => Base.#count;
  }
  #id = ++Base.#count;
  static is(value) {
    return #id in value;
  }
  get [Symbol.toStringTag]() {
    return `Base${this.#id}`;
  }
  static [Symbol.hasInstance](value) {
    return value === 5;
  }
}
console.log(String(new Base()), Base.is(new Base()), Base.is({}), Base.created(), 5 instanceof Base);
console.log(
  `${{ [Symbol.toPrimitive]: (hint) => hint }}`,
  +{ valueOf: () => 7 },
  Symbol.keyFor(Symbol.for("x")),
);
