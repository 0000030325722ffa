const assert = require("assert");

const circular = { name: "c" };
circular.self = circular;
for (const attempt of [
  () => assert(false),
  () => assert.ok(0, "with a message"),
  () => assert.equal(1, 2),
  () => assert.strictEqual("a".repeat(10), "a\nb"),
  () => assert.deepEqual({ a: 1, b: [1, 2] }, { a: "1", b: [1, 3] }),
  () => assert.deepStrictEqual([1, 2, [3]], [1, 2, [4]]),
  () => assert.deepStrictEqual(new Map([["a", 1]]), new Map([["a", 2]])),
  () => assert.deepStrictEqual(new Date(0), new Date(1)),
  () => assert.deepStrictEqual(circular, { name: "c", self: {} }),
  () =>
    assert.deepStrictEqual(
      Array.from({ length: 60 }, (_, n) => n),
      Array.from({ length: 60 }, (_, n) => (n === 30 ? -1 : n)),
    ),
  () => assert.notStrictEqual(1, 1),
  () => assert.notDeepStrictEqual({ a: 1 }, { a: 1 }),
  () => assert.throws(() => {}),
  () =>
    assert.throws(() => {
      throw new Error("wrong");
    }, /right/),
  () =>
    assert.throws(
      () => {
        throw new TypeError("x");
      },
      { name: "RangeError", message: "x" },
    ),
  () =>
    assert.doesNotThrow(() => {
      throw new Error("did");
    }),
  () => assert.match("text", /no/),
  () => assert.doesNotMatch("text", /t/),
  () => assert.fail("failed"),
  () => assert.ifError(new Error("given")),
  () => assert.strictEqual(NaN, 0),
  () => assert.partialDeepStrictEqual?.({ a: 1 }, { a: 2 }),
]) {
  try {
    attempt();
    console.log("passes");
  } catch ({ name, code, message, generatedMessage, operator }) {
    console.log(name, code, operator, generatedMessage, message);
  }
}
assert.deepStrictEqual({ a: [1, new Set([1])] }, { a: [1, new Set([1])] });
assert.rejects(Promise.resolve(1)).catch(({ message }) => console.log(message));
const total = 5;
assert(total > 10 && "compared");
