process.setSourceMapsEnabled(true);
const { SourceMap, findSourceMap } = require("module");
const generated = require("./generated.js");

console.log(findSourceMap(require.resolve("./generated.js")) instanceof SourceMap);
try {
  generated();
} catch (error) {
  console.log(error.stack.split("\n").slice(0, 2));
}
generated();
