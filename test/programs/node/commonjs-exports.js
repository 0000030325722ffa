const fs = require("fs");

fs.mkdirSync("node_modules/lib/features", { recursive: true });
fs.writeFileSync(
  "package.json",
  JSON.stringify({
    name: "self",
    exports: { ".": "./main.js", "./own": "./own.js" },
    imports: { "#dep": { node: "./own.js" } },
  }),
);
fs.writeFileSync("own.js", "module.exports = 'own';");
fs.writeFileSync(
  "node_modules/lib/package.json",
  JSON.stringify({
    exports: {
      ".": { import: "./index.mjs", require: "./index.cjs" },
      "./features/*": "./features/*.js",
      "./features/private": null,
      "./outside": "../x.js",
    },
  }),
);
fs.writeFileSync("node_modules/lib/index.cjs", "module.exports = 'required';");
fs.writeFileSync("node_modules/lib/index.mjs", "export default 'imported';");
fs.writeFileSync("node_modules/lib/features/one.js", "module.exports = 'feature one';");
for (const request of [
  "lib",
  "lib/features/one",
  "lib/features/private",
  "lib/features/two",
  "lib/other",
  "lib/outside",
  "#dep",
  "#gone",
  "self/own",
]) {
  try {
    console.log(request, require(request));
  } catch (error) {
    console.log(request, error.code, error.message);
  }
}
import("lib").then((lib) => console.log(lib.default));
