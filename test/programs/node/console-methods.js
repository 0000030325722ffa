console.info("info");
console.debug("debug");
console.error("error %s", "formatted");
console.warn("warn", { a: 1 });
console.assert(1 === 1, "not shown");
console.assert(false, "shown %d", 5);
console.assert(false);
console.group("group", 1);
console.log("indented\nin both lines");
console.groupCollapsed();
console.error("twice");
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
console.groupEnd();
console.table([1, 2]);
console.groupEnd();
console.groupEnd();
for (let n = 0; n < 3; n++) console.count();
console.count("label");
console.countReset();
console.count();
console.table([
  { name: "Ada", age: 36 },
  { name: "ünï 😀", city: "Paris" },
]);
console.table(
  new Map([
    ["key", { v: 1 }],
    ["other", 2],
  ]),
);
console.table(
  [
    [1, 2],
    [3, 4, 5],
  ],
  ["0", "2"],
);
console.table({ x: { y: 1 }, z: [1, [2]] });
console.table(new Set(["a"]));
console.table("no table");
console.table([]);
console.dirxml({ x: 1 }, [2]);
const { Console } = require("console");
const own = new Console({
  stdout: process.stderr,
  stderr: process.stdout,
  groupIndentation: 4,
  inspectOptions: { compact: false },
});
own.group("own");
own.log({ a: [1] });
own.error("crossed");
const { log } = console;
log("detached", typeof console.Console, Object.keys(console).length, Object.prototype.toString.call(console));
console.log(Object.keys(console).join(" "));
