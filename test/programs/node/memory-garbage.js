let checksum = 0;
const ring = new Array(1000);
for (let n = 0; n < 3_000_000; n++) {
  const item = { n, text: `item ${n & 1023}`, list: [n, n + 1] };
  ring[n % ring.length] = item;
  checksum = (checksum + item.list[1] + item.text.length) % 1_000_003;
}
const strings = [];
for (let n = 0; n < 200_000; n++) strings.push(String(n * 7).padStart(10, "0"));
strings.sort().reverse();
let closures = [];
for (let n = 0; n < 300_000; n++) closures.push(() => n);
const total = closures.reduce((sum, f) => sum + f(), 0);
closures = null;
const buffers = [];
for (let n = 0; n < 20_000; n++) buffers.push(Buffer.allocUnsafe(2000).fill(n));
console.log(
  checksum,
  strings[5],
  total,
  buffers.reduce((sum, buffer) => sum + buffer[7], 0),
  ring.length,
);
