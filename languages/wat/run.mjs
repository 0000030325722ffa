// Runs .program.wasm with the arguments: WASI's streams, arguments and clock, and the work folder as its root.
import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";

const wasi = new WASI({
  version: "preview1",
  args: ["main", ...process.argv.slice(2)],
  env: process.env,
  preopens: { "/": "." },
});
const module = new WebAssembly.Module(readFileSync(".program.wasm"));
const instance = new WebAssembly.Instance(module, wasi.getImportObject());
process.exitCode = wasi.start(instance);
