const v8 = require("v8");

const buffers = Array.from({ length: 10 }, (_, n) => Buffer.alloc(5 << 20, n));
const arrays = [];
for (let n = 0; n < 20; n++) arrays.push(new Array(1_000_000).fill(n + 0.5));
const text = "abcdefgh".repeat(4_000_000);
console.log(
  arrays.reduce((sum, array) => sum + array[999_999], 0),
  text.length,
  text[12345],
  buffers.reduce((sum, buffer) => sum + buffer.at(-1), 0),
);
console.log(
  v8.getHeapStatistics().used_heap_size > 190e6,
  process.memoryUsage().arrayBuffers > 50e6,
  process.memoryUsage().rss > 200e6,
);
try {
  new ArrayBuffer(2 ** 53);
} catch (error) {
  console.log(error.name, error.message);
}
try {
  "x".repeat(2 ** 30);
} catch (error) {
  console.log(error.name, error.message);
}
console.log(
  require("buffer").constants,
  new ArrayBuffer(8, { maxByteLength: 1 << 20 }).maxByteLength,
  [].concat(...arrays.slice(0, 3)).length,
);
