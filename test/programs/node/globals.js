const before = Object.getOwnPropertyNames(globalThis);
console.log(before.sort().join(" "));
console.log(
  Object.getOwnPropertySymbols(globalThis),
  Object.prototype.toString.call(globalThis),
  globalThis === global,
  global.global === global,
);
const describe = (name) => {
  const { value, get, set, writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(
    globalThis,
    name,
  );
  return `${name}: ${get ? "getter" : typeof value} ${set ? "setter" : ""} ${writable} ${enumerable} ${configurable}`;
};
console.log(before.map(describe).join("\n"));
console.log(
  Object.keys(globalThis),
  typeof navigator,
  typeof window,
  typeof self,
  typeof localStorage,
  typeof File,
  typeof WebSocket,
);
console.log(
  before
    .map((name) =>
      typeof globalThis[name] === "function"
        ? `${name} ${globalThis[name].length} ${globalThis[name].name}`
        : name,
    )
    .join(", "),
);
var declared = 1;
let scoped = 2;
console.log(
  "declared" in globalThis,
  "scoped" in globalThis,
  declared + scoped,
  globalThis.navigator?.hardwareConcurrency > 0,
);
