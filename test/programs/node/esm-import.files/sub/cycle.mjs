import * as lib from "../lib.mjs";

console.log("cycle is evaluated");
let seen;
try {
  seen = lib.counter;
} catch (error) {
  seen = error.message;
}
export const state = seen;
export function later() {
  return Reflect.ownKeys(lib).map(String);
}
