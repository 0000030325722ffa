require("./main.js");
require("/work/main.js");
require("./main");
console.log(Object.keys(require("module")._pathCache).map((key) => JSON.stringify(key)), Object.keys(require.cache));
