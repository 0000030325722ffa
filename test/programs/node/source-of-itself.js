const { readFileSync, statSync, realpathSync } = require("fs");
const { createHash } = require("crypto");

const source = readFileSync(__filename, "utf8");
console.log(source.split("\n").length, createHash("sha1").update(source).digest("hex"), statSync(__filename).size);
console.log(source === readFileSync(process.argv[1], "utf8"), realpathSync("main.js") === __filename);
function twice(x) {
  /* kept */ return x + x;
}
console.log(twice.toString(), source.includes(twice.toString()), String(class A {}), String((a) => a));
console.log(String(Math.max), String(function* () {}.constructor), String(Object.getOwnPropertyDescriptor(Map.prototype, "size").get));
process.stdout.write(source.slice(-60));
