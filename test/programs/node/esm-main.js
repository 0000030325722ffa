import { createRequire } from "node:module";
import { argv } from "node:process";
import helper, * as everything from "./helper.js";

console.log(this, typeof require, typeof module, typeof exports, typeof __dirname, typeof arguments);
console.log(import.meta.url, import.meta.filename, import.meta.dirname, argv[1] === import.meta.filename);
console.log(helper, everything, hoisted());
const load = createRequire(import.meta.url);
console.log(load.main, load.resolve("./helper.js"), Object.keys(load.cache).length, process.mainModule);

export function hoisted() {
  return (function () {
    return this;
  })();
}

try {
  load("./helper.js");
} catch (error) {
  console.log(error.code);
}
console.log(new Error("where").stack);
