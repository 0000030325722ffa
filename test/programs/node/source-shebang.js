#!/usr/bin/env node
const first = require("fs").readFileSync(__filename, "utf8").split("\n")[0];
console.log(first);
throw new Error("in line four");
