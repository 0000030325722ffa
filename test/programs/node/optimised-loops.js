function primes(limit) {
  const sieve = new Uint8Array(limit + 1);
  let count = 0;
  for (let n = 2; n <= limit; n++) {
    if (sieve[n]) continue;
    count++;
    for (let multiple = n * 2; multiple <= limit; multiple += n) sieve[multiple] = 1;
  }
  return count;
}

function mandelbrot(size) {
  let inside = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const cr = (2 * x) / size - 1.5;
      const ci = (2 * y) / size - 1;
      let zr = 0;
      let zi = 0;
      let n = 0;
      while (n < 50 && zr * zr + zi * zi < 4) [zr, zi, n] = [zr * zr - zi * zi + cr, 2 * zr * zi + ci, n + 1];
      if (n === 50) inside++;
    }
  }
  return inside;
}

const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
const shapes = [
  { a: 1 },
  { b: 1, a: 2 },
  { a: 1.5, c: 0 },
  { a: "4" },
  Object.create({ a: 5 }),
  {
    get a() {
      return 6;
    },
  },
];
let mixed = 0;
for (let n = 0; n < 600_000; n++) mixed += Number(shapes[n < 500_000 ? n % 2 : n % shapes.length].a);
let hash = 0;
for (let n = 0; n < 30_000_000; n++) hash = (Math.imul(hash, 31) + n) | 0;
console.log(primes(8_000_000), mandelbrot(1000), fib(35), mixed, hash);
