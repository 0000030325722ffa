const vm = require("vm");

const context = vm.createContext({ console, count: 1, list: [] });
console.log(
  vm.runInContext("count += 41; list.push([1]); var leaked = typeof process; count", context),
  context,
);
console.log(
  vm.runInNewContext("[typeof require, typeof console, typeof globalThis, this.given, Array.isArray([])]", {
    given: 5,
  }),
);
console.log(
  vm.runInNewContext("[]") instanceof Array,
  vm.runInNewContext("Object.getPrototypeOf({})") === Object.prototype,
  vm.isContext(context),
  vm.isContext({}),
);
const script = new vm.Script("globalThis.runs = (globalThis.runs ?? 0) + 1; typeof module", {
  filename: "given.js",
  produceCachedData: true,
});
console.log(
  script.runInThisContext(),
  script.runInThisContext(),
  globalThis.runs,
  script.cachedDataProduced,
  script.createCachedData().length > 10,
);
console.log(
  vm.compileFunction("return a + b + this.c", ["a", "b"]).call({ c: 3 }, 1, 2),
  vm.runInThisContext("typeof require"),
);
for (const [source, options] of [
  ["for (;;);", { timeout: 20 }],
  ["throw new RangeError('inside')", {}],
  ["missing", { filename: "named.js", lineOffset: 4, columnOffset: 2 }],
  ["syntax error", {}],
  ["Promise.resolve().then(() => { for (;;); }); 1", { timeout: 20, microtaskMode: "afterEvaluate" }],
  ["(() => {}).constructor('return this')()", { contextCodeGeneration: { strings: false } }],
]) {
  try {
    console.log(vm.runInNewContext(source, {}, options));
  } catch (error) {
    console.log(error.name, error.code, error.message, error instanceof Error, error.stack.split("\n")[0]);
  }
}
const frozen = vm.createContext(Object.freeze({ a: 1 }));
console.log(
  vm.runInContext("a = 2; b = 3; [a, typeof b]", frozen),
  vm.runInContext("delete globalThis.Array; typeof Array", context),
  typeof Array,
);
const result = vm.runInContext("new Proxy({}, { get: (_, key) => 'proxied ' + String(key) })", context);
console.log(
  result.anything,
  vm.runInContext("new Map([[1, 2]])", context),
  vm.runInContext("async () => {}", context)().constructor === Promise,
);
vm.runInThisContext("function declared() { return typeof declared; }");
console.log(declared(), (0, eval)("typeof exports"), eval("typeof exports"));
