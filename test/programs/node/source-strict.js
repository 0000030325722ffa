"use strict";

function receiver() {
  return this;
}

console.log(receiver(), this === module.exports, (() => this === exports)());
for (const attempt of [
  () => (undeclared = 1),
  () => Object.freeze([1]).push(2),
  () => delete Object.prototype,
  () => ("text".length = 1),
  () => new Function("with ({}) {}")(),
  () => eval("var 012"),
  () => arguments.callee,
]) {
  try {
    console.log(attempt());
  } catch (error) {
    console.log(`${error.name}: ${error.message}`);
  }
}
