let factorial = 1n;
for (let n = 1n; n <= 200n; n++) factorial *= n;
console.log(factorial, factorial.toString(36), 2n ** 521n - 1n);
console.log((2n ** 4000n / 3n ** 1000n) % 1_000_000_007n, BigInt.asIntN(8, 255n), BigInt.asUintN(64, -1n));
for (const expression of [
  "-7n / 2n, -7n % 2n, 5n << 70n, -5n >> 1n, ~5n, 6n & 3n, BigInt('0xff'), Number(2n ** 64n), 10n > 9, 2n == 2",
  "0.1 + 0.2, 1 / 3, 1e21, 1e-7, 5e-324, -0, Object.is(0, -0), 2 ** 53 + 1, NaN === NaN, 0.1 * 3",
  "(255).toString(16), (0.5).toString(2), (1234.5678).toFixed(2), (0.000001234).toPrecision(2), (12345.6789).toExponential(3)",
  "parseInt('12px'), Number(''), Number(' 12 '), Number('1_000'), +[], +{}, [] + {}, 1 + '2', '3' * '4', null + 1, undefined + 1",
  "Math.hypot(3, 4), Math.fround(5.5), Math.clz32(1), Math.trunc(-4.7), Math.cbrt(27), Math.round(-2.5), Math.max()",
  "Math.sin(1), Math.cos(1), Math.tan(1), Math.exp(1), 2 ** 0.5, Math.log(10), Math.sinh(1), Math.expm1(1e-10), Math.atan2(1, 1)",
  "1 << 31, -1 >>> 0, (2 ** 32) | 0, 5 & -2, ~~7.9, 0b101, 0o17, 1_000, Number.MAX_SAFE_INTEGER, Number.EPSILON",
  "1n + 1",
  "BigInt(1.5)",
  "BigInt('x')",
  "1n / 0n",
  "2n ** -1n",
  "Math.max(1n)",
  "JSON.stringify(1n)",
  "(1).toFixed(101)",
  "(1).toString(1)",
]) {
  try {
    console.log(...eval(`[${expression}]`));
  } catch (error) {
    console.log(error.name, error.message);
  }
}
