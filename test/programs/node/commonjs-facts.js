console.log(
  __filename,
  __dirname,
  require.main === module,
  module.id,
  module.filename,
  module.loaded,
  module.parent,
);
console.log(module.paths, module.children, this === exports, exports === module.exports);
console.log(
  Object.keys(module),
  Object.keys(require),
  Object.keys(require.cache),
  typeof module.constructor.wrap,
);
console.log(require("./data/facts.json"), require("./data/facts") === require("./data/facts.json"));
console.log(
  require("./helper"),
  module.children.length,
  require.resolve("./helper"),
  require.resolve("fs"),
  require.resolve("node:fs"),
);
console.log(require.resolve.paths("left-pad"), require.resolve.paths("./x"), require.resolve.paths("fs"));
console.log(Object.keys(require.extensions), require("module").globalPaths);
console.log(arguments.length, arguments[1] === require, arguments[3], require("module").wrap("body"));
console.log(process.mainModule === module, require("module")._pathCache);
setTimeout(() =>
  console.log(
    module.loaded,
    module.children.map((child) => child.id),
  ),
);
