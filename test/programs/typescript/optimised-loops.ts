function sieve(limit: number): number {
  const composite: Uint8Array = new Uint8Array(limit + 1); let count: number = 0;
  for (let n: number = 2; n <= limit; n++) { if (composite[n]) continue; count++; for (let m = n * n; m <= limit; m += n) composite[m] = 1; }
  return count;
}
class Vec { constructor(public x: number, public y: number) {} add(o: Vec): Vec { return new Vec(this.x + o.x, this.y + o.y); } }
let v: Vec = new Vec(0, 0); for (let i = 0; i < 2_000_000; i++) v = v.add(new Vec(1, 2));
console.log(sieve(1_000_000), v);
