const names = [
  "setTimeout",
  "setImmediate",
  "queueMicrotask",
  "Buffer",
  "URL",
  "Promise",
  "Map",
  "Set",
  "Array",
  "Object",
  "Error",
  "JSON",
  "Symbol",
  "Reflect",
  "process",
  "fetch",
  "Uint8Array",
  "global",
];
const saved = { setTimeout, process, log: console.log };
for (const name of names) delete globalThis[name];
console.log(names.map((name) => typeof globalThis[name]).join(" "));
console.log(
  [1, { a: 2 }],
  new (require("events"))().listenerCount("x"),
  require("fs").readFileSync(__filename, "utf8").length > 100,
);
(async () => {
  await null;
  saved.log("async works", typeof Promise);
  saved.setTimeout(() => {
    delete globalThis.console;
    saved.log(require("path").join("a", ".."), typeof console);
    globalThis.undefined = 1;
    saved.log(undefined, require("util").inspect(new (class A {})()));
    saved.process.on("exit", (code) => saved.log("exit", code));
    missing();
  }, 1);
})();
