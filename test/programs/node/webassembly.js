const bytes = Buffer.from(
  "AGFzbQEAAAABGAVgAn9/AX9gAX4BfmABfwF/YAAAYAF/AAILAQNlbnYDbG9nAAQDCQgAAQIDAAIDAgUEAQEBEAc+CQNhZGQAAQNmYWMAAgRncm93AAMEdHJhcAAEA2RpdgAFBGxvYWQA" +
    "BgRkZWVwAAcDc3VtAAgGbWVtb3J5AgAKYAgOACAAIAFqEAAgACABagsVACAAUAR+QgEFIAAgAEIBfRACfgsLBgAgAEAACwMAAAsHACAAIAFtCwcAIAAoAgALBAAQBwsZAQF/A0AgASAAaiEBIABBAWsiAA0ACyABCwsLAQBBCAsFaGVsbG8=",
  "base64",
);
const logged = [];
const imports = { env: { log: (n) => logged.push(n) } };
const compiled = new WebAssembly.Module(bytes);
console.log(
  WebAssembly.validate(bytes),
  WebAssembly.Module.exports(compiled).length,
  WebAssembly.Module.imports(compiled),
  compiled,
);
const { exports: library } = new WebAssembly.Instance(compiled, imports);
console.log(library.add(2, 3), library.fac(20n), logged, library.sum(3_000_000), library);
console.log(Buffer.from(library.memory.buffer, 8, 5).toString(), library.memory.buffer.byteLength);
const old = library.memory.buffer;
console.log(
  library.grow(2),
  old.byteLength,
  library.memory.buffer.byteLength,
  library.grow(100),
  library.memory.grow(1),
);
for (const attempt of [
  () => library.div(1, 0),
  () => library.load(-1),
  () => library.trap(),
  () => library.deep(),
  () => library.fac(1),
  () => library.memory.grow(100),
  () => new WebAssembly.Instance(compiled, {}),
  () => new WebAssembly.Module(bytes.subarray(0, 50)),
  () => new WebAssembly.Module(Buffer.from("not a module")),
  () => new WebAssembly.Memory({ initial: 5, maximum: 1 }),
]) {
  try {
    console.log(attempt());
  } catch (error) {
    console.log(error.name, error.message, error instanceof WebAssembly.RuntimeError);
  }
}
const table = new WebAssembly.Table({ element: "anyfunc", initial: 2 });
table.set(0, library.add);
console.log(
  table.get(0)(1, 1),
  table.get(1),
  new WebAssembly.Global({ value: "i64", mutable: true }, 5n).value,
);
const shared = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
console.log(shared.buffer.constructor.name, Atomics.notify(new Int32Array(shared.buffer), 0));

async function main() {
  const { module: asynchronous, instance } = await WebAssembly.instantiate(bytes, imports);
  console.log(
    asynchronous instanceof WebAssembly.Module,
    instance.exports.add(4, 5),
    typeof WebAssembly.instantiateStreaming,
  );
  console.log((await WebAssembly.instantiate(await WebAssembly.compile(bytes), imports)).exports.fac(5n));
  const response = new Response(bytes, { headers: { "content-type": "application/wasm" } });
  console.log((await WebAssembly.instantiateStreaming(response, imports)).instance.exports.add(1, 1));
  console.log(await WebAssembly.compile(bytes.subarray(0, 60)).catch(({ name, message }) => [name, message]));
}

main();
