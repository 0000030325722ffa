"use strict";
console.log("after a mark", (function () { return this; })());
console.log(require("fs").readFileSync(__filename)[0], new Error("here").stack.split("\n")[1]);
