const { builtinModules } = require("module");

process.removeAllListeners("warning");
console.log(builtinModules.length, builtinModules.join(" "));
for (const name of builtinModules) {
  try {
    const exported = require(name);
    console.log(name, typeof exported, Object.keys(exported).length, require(`node:${name}`) === exported);
  } catch (error) {
    console.log(name, error.code);
  }
}
console.log(
  Object.keys(require("node:test")).length,
  process.getBuiltinModule("fs") === require("fs"),
  require("fs").promises === require("fs/promises"),
);
