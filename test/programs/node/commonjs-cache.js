const { createRequire, Module, isBuiltin } = require("module");
const fs = require("fs");

const counter = require("./counter");
console.log(counter(), require("./counter.js")(), require(`${__dirname}/counter`) === counter);
delete require.cache[require.resolve("./counter")];
console.log(require("./counter")(), counter());
console.log(require("./a"), require("./b"));
try {
  require("./throws-once");
} catch (error) {
  console.log(
    error.message,
    Object.keys(require.cache).some((name) => name.includes("throws")),
  );
}
console.log(require("./throws-once"));
require.extensions[".txt"] = (module, filename) => {
  module.exports = fs.readFileSync(filename, "utf8").trim();
};
console.log(require("./lib"), require("./lib.txt"));
fs.mkdirSync("node_modules/pkg/lib", { recursive: true });
fs.writeFileSync("node_modules/pkg/package.json", '{"main": "lib", "version": "1.2.3"}');
fs.writeFileSync(
  "node_modules/pkg/lib/index.js",
  "exports.where = __filename; exports.up = module.paths[0];",
);
console.log(
  require("pkg"),
  require("pkg/package").version,
  createRequire("/work/elsewhere/x.js").resolve.paths("y"),
);
const made = new Module("virtual");
made._compile("module.exports = [__filename, typeof require]", "/virtual/made.js");
console.log(made.exports, isBuiltin("fs"), isBuiltin("node:test"), isBuiltin("test"), isBuiltin("pkg"));
const load = Module._load;
Module._load = function (request, ...rest) {
  return request === "invented" ? { invented: true } : load.call(this, request, ...rest);
};
console.log(require("invented"));
require.cache[require.resolve("./counter")].exports = "replaced";
console.log(require("./counter"));
