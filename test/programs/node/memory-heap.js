const v8 = require("v8");

const before = v8.getHeapStatistics().used_heap_size;
const tree = (depth) =>
  depth === 0 ? { value: [depth] } : { left: tree(depth - 1), right: tree(depth - 1), name: `node ${depth}` };
const count = (node) => (node.left ? count(node.left) + count(node.right) + 1 : 1);
const kept = [tree(17), tree(15)];
console.log(kept.map(count));
const map = new Map();
for (let n = 0; n < 300_000; n++) map.set(`key ${n}`, { n });
let sum = 0;
for (const { n } of map.values()) sum += n;
console.log(
  map.size,
  sum,
  v8.getHeapStatistics().used_heap_size - before > 30e6,
  v8.getHeapSpaceStatistics().length,
);
map.clear();
kept.length = 0;
console.log(v8.deserialize(v8.serialize({ a: [1n, new Date(0), /x/] })), v8.cachedDataVersionTag() > 0);
