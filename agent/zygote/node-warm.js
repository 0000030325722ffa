// Runs once in a booted Node, before it is forked: what V8 compiles here, no child has to compile again. It does what
// programs do most, with pipes of its own, and leaves nothing behind. An expression: a function of two descriptors,
// the end of a pipe to read from, in which there is a line, and the end of another to write to, and of a function that
// compiles others without calling them.
(readable, writable, compile) => {
  const { Console } = process.getBuiltinModule("console");
  const { Socket } = process.getBuiltinModule("net");
  const { createInterface } = process.getBuiltinModule("readline");
  const { Readable } = process.getBuiltinModule("stream");
  const Module = process.getBuiltinModule("module");
  const fs = process.getBuiltinModule("fs");
  const util = process.getBuiltinModule("util");

  const require = Module.createRequire("/dev/null");
  Module.runMain("/dev/null");
  delete process.mainModule;
  delete require.cache["/dev/null"];
  for (const path of Object.keys(Module._pathCache)) delete Module._pathCache[path];
  require("node:fs").readFileSync("/dev/null", "utf8");
  fs.existsSync("/dev/null");
  fs.readFileSync("/dev/null").toString().trim().split("\n").map(Number);

  // What was preloaded (--require) gets ready by itself.
  const primes = Object.values(Module._cache).flatMap(
    ({ exports }) => exports?.[Symbol.for("neuron.prime")] ?? [],
  );
  for (const prime of primes) prime();

  for (const stream of ["stdin", "stdout", "stderr"])
    compile(Object.getOwnPropertyDescriptor(process, stream).get);
  for (const stream of ["_stdout", "_stderr"])
    compile(Object.getOwnPropertyDescriptor(globalThis.console, stream).get);
  compile(process.exit);

  const values = [
    1,
    "two",
    3.5,
    4n,
    null,
    undefined,
    true,
    Symbol("five"),
    /six/,
    new Date(0),
    [7, [8]],
    { nine: { ten: [] } },
  ];
  const more = [
    new Map([[1, { a: 1 }]]),
    new Set(["x"]),
    class A {},
    () => 0,
    new Error("e"),
    Buffer.from("b"),
    new Uint8Array(2),
  ];
  for (const value of [...values, ...more]) util.inspect(value);
  util.format("%s %d %i %f %j %o %O %%", ...values.slice(0, 2), 1.5, 2, {}, {}, {});

  const out = new Socket({ fd: writable, readable: false, writable: true });
  const console = new Console(out, out);
  console.log("line");
  console.log(1, [2], { three: 3 });
  console.error("%s: %d", "four", 5);
  process.nextTick(() => out.write("six\n"));
  setImmediate(() => Promise.resolve().then(() => setTimeout(() => out.destroy(), 1)));

  (async () => {
    for await (const line of createInterface({ input: Readable.from(["1 2\n3"]) })) line.trim();
    await new Promise((resolve) => setTimeout(resolve, 1));
  })();

  const input = new Socket({ fd: readable, readable: true, writable: false, manualStart: true });
  input.setEncoding("utf8");
  input.on("end", () => 0);
  const lines = createInterface({ input });
  lines.on("line", (line) => line.split(" ").map(Number)).on("close", () => input.destroy());
};
