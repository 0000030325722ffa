#!/usr/bin/env ts-node
const a: string = __filename;
console.log(a, new Error("x").stack!.split("\n")[1]);
