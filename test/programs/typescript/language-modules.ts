
import Total, { one, counter, increase, uno as alias, type Hidden } from "./lib/numbers";
import * as numbers from "./lib/numbers.ts";
import Default, * as lib from "./lib";
import plain, { a, fn } from "./plain";
import * as star from "./plain.js";
import value from "./value.json";
import Single = require("./single.cjs");
import "./side.mjs";
import esm, { esm as named } from "./es.mjs";
import fs, { existsSync, promises as fsp } from "node:fs";
import path = require("path");
export import join = path.join;
console.log(one, counter, increase(2), counter, alias, numbers.counter, new Total(), new Default(3), Object.keys(lib).sort());
console.log(lib.all.one, lib.first, lib.counter, plain, a, fn(), star.a, value.n, new Single(), esm(), named);
console.log(fs.existsSync === existsSync, typeof fsp.readFile, path.sep, join("a", "b"), typeof exports, Object.keys(exports));
const one2: Hidden = "shadow";
{ const one = "inner"; console.log(one, one2, { one, counter }, ((counter: number) => counter)(9), `${counter}`); }
let assigned: number; export { assigned as out }; assigned = 5; assigned++; [assigned] = [assigned + 1]; ({ assigned } = { assigned: assigned * 2 });
console.log(assigned, exports.out);
export const { x, y: [z], ...others } = { x: 1, y: [2], w: 3, v: 4 }, tail = 5;
console.log(x, z, others, tail, exports.z, exports.tail);
export default function () { return "default"; }
console.log(exports.default(), exports.default.name);
