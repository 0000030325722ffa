process.stdout.write("first\n", "utf8", () => console.log("after first"));
process.stdout.write(Buffer.from([0xe2, 0x82]));
process.stdout.write(Buffer.from([0xac, 0x0a]));
process.stdout.write("6865780a", "hex");
process.stdout.write(new Uint8Array([117, 105, 56, 10]));
process.stdout.cork();
process.stdout.write("corked 1\n");
process.stdout.write("corked 2\n");
process.stderr.write("on the other stream\n");
process.nextTick(() => process.stdout.uncork());
for (const bad of [5, null, undefined, {}]) {
  try {
    process.stdout.write(bad);
  } catch (error) {
    console.log(error.code, error.message);
  }
}
console.log(
  process.stdout.writable,
  process.stdout.fd,
  process.stdout.isTTY,
  process.stdout.columns,
  process.stdout._type,
);
console.log(
  process.stderr.fd,
  process.stdout.getColorDepth,
  process.stdout.constructor.name,
  require("tty").isatty(1),
);
