const vm = require("vm");

console.log(vm.runInThisContext("1 + 1"));
vm.runInNewContext("\n\n  missing.property", { console }, { filename: "inner.js", lineOffset: 10 });
