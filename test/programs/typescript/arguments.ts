const [node, script, ...rest]: string[] = process.argv;
console.log(node, script, rest, process.execArgv, process.argv0, process.title);
console.log(require.main === module, module.id, module.filename, module.parent, __dirname, Object.keys(require.cache).filter((path) => !path.includes("/usr/local/")), Object.keys(require.extensions));
