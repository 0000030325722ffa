import { fromJs, back } from "./lib.js";
console.log(fromJs, back(), require("./types").T, require("./only.cts").c);
