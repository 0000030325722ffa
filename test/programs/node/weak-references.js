const v8 = require("v8");
const vm = require("vm");

console.log(typeof gc, typeof global.gc);
v8.setFlagsFromString("--expose-gc");
const collect = vm.runInNewContext("gc");
console.log(typeof collect, typeof gc);

const registry = new FinalizationRegistry((held) => console.log("finalized", held));
let kept = { name: "kept" };
const weakMap = new WeakMap([[kept, "value"]]);
const strong = new WeakRef(kept);
const weak = (() => {
  const lost = { name: "lost" };
  registry.register(lost, "lost object", lost);
  const cancelled = {};
  registry.register(cancelled, "never shown", cancelled);
  registry.unregister(cancelled);
  return new WeakRef(lost);
})();
console.log(weak.deref(), strong.deref() === kept);
setTimeout(() => {
  collect();
  console.log(weak.deref(), strong.deref(), weakMap.get(kept));
  setImmediate(() =>
    setImmediate(() => {
      kept = null;
      console.log("end", weakMap instanceof WeakMap);
    }),
  );
}, 1);
for (const attempt of [
  () => new WeakRef(5),
  () => new WeakMap([[1, 1]]),
  () => registry.register(registry, registry),
]) {
  try {
    attempt();
  } catch (error) {
    console.log(error.name, error.message);
  }
}
