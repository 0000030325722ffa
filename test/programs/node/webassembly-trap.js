const bytes = Buffer.from(
  "AGFzbQEAAAABGAVgAn9/AX9gAX4BfmABfwF/YAAAYAF/AAILAQNlbnYDbG9nAAQDCQgAAQIDAAIDAgUEAQEBEAc+CQNhZGQAAQNmYWMAAgRncm93AAMEdHJhcAAEA2RpdgAFBGxvYWQA" +
    "BgRkZWVwAAcDc3VtAAgGbWVtb3J5AgAKYAgOACAAIAFqEAAgACABagsVACAAUAR+QgEFIAAgAEIBfRACfgsLBgAgAEAACwMAAAsHACAAIAFtCwcAIAAoAgALBAAQBwsZAQF/A0AgASAAaiEBIABBAWsiAA0ACyABCwsLAQBBCAsFaGVsbG8=",
  "base64",
);
const compiled = new WebAssembly.Module(bytes);
const { exports: library } = new WebAssembly.Instance(compiled, { env: { log: console.log } });
console.log(library.add(40, 2));
function compute() {
  return library.div(5, 0);
}
compute();
