function show(title, make) {
  try {
    make();
  } catch (error) {
    console.log(title, "\n", error.stack);
  }
}

const fail = () => {
  throw new Error("here");
};
class Shape {
  #secret() {
    fail();
  }
  get area() {
    this.#secret();
  }
  static make() {
    return new Shape().area;
  }
  constructor(broken) {
    if (broken) fail();
  }
}
show("method", () => Shape.make());
show("constructor", () => new Shape(true));
show("eval", () => eval("\n  fail()"));
show("function", () => new Function("f", "f()")(fail));
show("native", () => [1].map(() => JSON.parse("{}", fail)));
show("replace", () => "a".replace("a", fail));
show("proxy", () => new Proxy({}, { get: fail }).x);
show("bound", () => fail.bind(null)());
show("json", () => JSON.parse('{"a": [1, 2,, 3]}'));
show("null", () => null.length);
show("call", () => ({}).no.way());
show("iterate", () => {
  const [a] = 5;
  return a;
});
Error.stackTraceLimit = 2;
show("limit 2", () => fail());
Error.stackTraceLimit = Infinity;
show("no limit", () => fail());
const holder = {};
Error.captureStackTrace(holder, show);
console.log(holder.stack, "x" in holder);
Error.stackTraceLimit = 0;
console.log(new Error("no lines").stack);
Error.stackTraceLimit = 10;
(async () => {
  for await (const x of (async function* () {
    yield await Promise.all([Promise.resolve(1)]);
    fail(x);
  })())
    console.log(x);
})().catch((error) => console.log(error.stack));
// One after the other: which of the two is due first depends on how long the start took.
setImmediate(() => {
  show("immediate", fail);
  setTimeout(() => show("timer", fail), 1);
});
process.nextTick(() => show("tick", fail));
