import { readFileSync } from "node:fs";
import cjs, { named } from "./legacy.cjs";
import { later, state } from "./sub/cycle.mjs";
import data from "./data.json" with { type: "json" };

console.log("lib is evaluated", this, typeof require, typeof module, typeof __filename);
export let counter = 0;
export const bump = () => (counter += 1);
export default class Library {}
export const facts = {
  url: import.meta.url,
  dirname: import.meta.dirname,
  filename: import.meta.filename,
  resolved: import.meta.resolve("./x.mjs"),
  builtin: import.meta.resolve("fs"),
  keys: Object.keys(import.meta),
  own: readFileSync(new URL(import.meta.url)).length > 100,
  cjs,
  named,
  data,
  state,
  later: later(),
};
