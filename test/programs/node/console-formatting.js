console.log(
  "%s is %d years and %i, %f, %j %o %O %% %c styled",
  "Ada",
  36.5,
  36.9,
  "1.50",
  { a: 1 },
  [1],
  { b: { c: {} } },
  "color: red",
);
console.log("%s %s %s %s", null, undefined, Symbol("s"), 10n, "extra", { more: true });
console.log("%d %d %i %f", "x", 5n, "12px", {}, "%s");
console.log(
  "100%",
  "%",
  "%x",
  5,
  -0,
  [-0],
  [undefined, null],
  [, 1, , ,],
  "it's",
  ['it\'s "quoted"'],
  ["\n\t\0\u{1F600}\ud800"],
);
console.log();
console.log(undefined, null, true, 1e21, 0.1 + 0.2, 123456789.123, NaN, -Infinity, 2n ** 70n);
console.log(
  [1.5, "a", [2, [3, [4, [5]]]]],
  { a: { b: { c: { d: 1 } } } },
  new Array(5),
  Array.from({ length: 120 }, (_, n) => n),
);
console.log({
  "a-b": 1,
  2: 2,
  [Symbol("k")]: 3,
  f() {},
  g: () => {},
  get h() {
    return 1;
  },
  set h(v) {},
  set i(v) {},
  async *j() {},
});
console.log("x".repeat(200), ["y".repeat(200)], {
  long: "z".repeat(100),
  list: ["word ".repeat(20), "word ".repeat(20)],
});
console.log(
  [
    ["a", 1],
    ["b", 2],
  ],
  [[]],
  {},
  [{}],
  [[[]]],
  [[[[]]]],
  new (class Foo {})(),
  new (class extends Map {})(),
  Object.create(null),
);
console.log(process.stdout.isTTY, [
  true,
  "text",
  5,
  null,
  undefined,
  Symbol.iterator,
  /x/gi,
  new Date(0),
  new Error("e").message,
]);
console.log(
  Array.from({ length: 30 }, (_, n) => "item " + n),
  Array.from({ length: 10 }, (_, n) => 10 ** n),
);
console.log(
  "multi\nline",
  ["multi\nline"],
  { text: "multi\nline ".repeat(10) },
  `${[1, [2, 3]]}`,
  `${{}}`,
  String([null, undefined]),
);
