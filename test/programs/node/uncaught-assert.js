const assert = require("assert");

assert.deepStrictEqual({ a: 1, b: [1, 2, 3], c: new Set([1]) }, { a: 1, b: [1, 2, 4], c: new Set([2]) });
