const Module = require("module");
console.log(process.argv.slice(1), process.argv0, process.execArgv, process.title);
console.log(__filename, __dirname, module.id, module.filename, module.paths, module.parent, require.main === module, process.mainModule === module);
console.log(Object.keys(require.cache), Object.keys(Module._pathCache).map((key) => JSON.stringify(key)), Object.keys(Module));
console.log(Module.runMain.name, Module.runMain.length, Object.getOwnPropertyDescriptor(Module, "runMain"));
console.log(new Error("here").stack);
const { fork } = require("child_process");
if (process.argv[2] !== "child") fork(__filename, ["child"]).on("exit", (code) => { console.log("child", code); notDefined(); });
