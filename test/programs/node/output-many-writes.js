let done = 0;
for (let n = 0; n < 10_000; n++) {
  process.stdout.write(`line ${n}\n`, () => done++);
  if (n % 1000 === 0) console.error(n);
}
process.stdout.write("");
process.on("exit", () => console.error("callbacks", done));
