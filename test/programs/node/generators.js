function* naturals() {
  let n = 0;
  while (true) n += (yield n) ?? 1;
}

function* take(source, count) {
  try {
    for (const value of source) {
      if (count-- <= 0) return "enough";
      yield value;
    }
  } finally {
    console.log("take is closed");
  }
}

const counter = naturals();
console.log(counter.next(), counter.next(10), counter.next(), counter.return("x"), counter.next());
console.log([...take(naturals(), 5)], Math.max(...take(new Set([3, 9, 4]), 10)), Array.from(take("text", 2)));
const [first, , third] = take(naturals(), 100);
console.log(first, third);
function* outer() {
  const result = yield* inner();
  console.log("inner returned", result);
  try {
    yield 3;
  } catch (error) {
    yield `caught ${error.message}`;
  }
}
function* inner() {
  yield* [1, 2];
  return "result";
}
const delegated = outer();
console.log(
  delegated.next(),
  delegated.next(),
  delegated.next(),
  delegated.throw(new Error("thrown in")),
  delegated.next(),
);
const tree = {
  value: 1,
  children: [
    { value: 2, children: [{ value: 3, children: [] }] },
    { value: 4, children: [] },
  ],
};
function* walk({ value, children }) {
  yield value;
  for (const child of children) yield* walk(child);
}
console.log(
  [...walk(tree)],
  Object.prototype.toString.call(walk(tree)),
  walk.constructor.name,
  Object.fromEntries(new Map([["a", 1]])),
);
const running = (function* () {
  running.next();
})();
try {
  running.next();
} catch (error) {
  console.log(error.name, error.message);
}
throw [...take(naturals(), 3)];
