// Preloaded by `node --require`: lets Node run TypeScript. What is loaded as a .ts, .mts or .cts file becomes CommonJS, with
// a source map that Node's own stack traces go by.
"use strict";

const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { join, relative } = require("node:path");
const { prime, transpile } = require("./transpile.cjs");

process.setSourceMapsEnabled(true);

const isTypeScript = (path) => /\.[cm]?ts$/.test(path);

const withMap = (code, map) =>
  `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString("base64")}`;

const VLQ = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const vlq = (number) => {
  let text = "";
  let rest = number << 1;
  do {
    text += VLQ[(rest & 31) | (rest > 31 ? 32 : 0)];
    rest >>>= 5;
  } while (rest > 0);
  return text;
};

const place = ({ file, start }) => file.getLineAndCharacterOfPosition(start);

const message = (error) => {
  const { line, character } = place(error);
  const path = relative(process.cwd(), error.file.fileName);
  return `${path}(${line + 1},${character + 1}): error TS${error.code}: ${error.messageText}`;
};

/** Code that throws what the module exports, from a place in the source: Node shows the line. */
const throwing = (path, { line, character }) => {
  const mappings = `AA${vlq(line)}${vlq(character)}`;
  return withMap("throw exports", { version: 3, sources: [path], names: [], mappings });
};

const throwErrors = (module, path, errors) => {
  const error = new SyntaxError(errors.map(message).join("\n"));
  const { line, character } = place(errors[0]);
  error.stack = `${error.message}\n    at ${path}:${line + 1}:${character + 1}`;
  module.exports = error;
  module._compile(throwing(path, place(errors[0])), path, "commonjs");
};

/** An entry that awaits is a function of its own: it has been left when Node ends with it unfinished. */
const watch = (promise) => {
  let done = false;
  promise.then(() => {
    done = true;
  });
  process.on("exit", () => {
    if (!done) process.exitCode ??= 13;
  });
};

/** `import.meta`, and a function around what awaits. On a line of its own, which a map skips. */
const META =
  'const import_meta = { __proto__: null, dirname: __dirname, filename: __filename, url: require("node:url").pathToFileURL(__filename).href };';
const wrapped = ({ code, map, awaits, asksMeta }) => {
  if (!awaits && !asksMeta) return withMap(code, map);
  const before = `"use strict"; ${asksMeta ? META : ""} ${awaits ? "return (async () => {" : ""}\n`;
  const after = awaits ? "\n})();" : "";
  return withMap(`${before}${code}${after}`, { ...map, mappings: `;${map.mappings}` });
};

const load = (module, path) => {
  const result = transpile(path, readFileSync(path, "utf8"));
  if (result.errors !== null) throwErrors(module, path, result.errors);
  if (result.awaits && module.id !== ".")
    throw new Error(`Only the file that a program begins with can await outside of functions: ${path}`);
  const value = module._compile(wrapped(result), path, "commonjs");
  if (result.awaits) watch(value);
};

for (const extension of [".ts", ".mts", ".cts"]) Module._extensions[extension] = load;

// A file is imported by its own name, without extension, or by the name of the JavaScript that it stands for.
const { _resolveFilename: resolveFilename, runMain } = Module;
Module._resolveFilename = function (request, parent, ...others) {
  try {
    return resolveFilename.call(this, request, parent, ...others);
  } catch (error) {
    const [, name, kind] = /^(\.{0,2}\/.*\.)([cm]?)js$/.exec(request) ?? [];
    if (error.code !== "MODULE_NOT_FOUND" || name === undefined || !isTypeScript(parent?.filename ?? ""))
      throw error;
    try {
      return resolveFilename.call(this, `${name}${kind}ts`, parent, ...others);
    } catch {
      throw error;
    }
  }
};

// Where package.json says that all is modules, Node would give it to a loader that knows no TypeScript.
Module.runMain = function (main = process.argv[1]) {
  return isTypeScript(main) ? Module._load(main, null, true) : runMain.call(this, main);
};

/** Called in a Node that is going to be forked. */
exports[Symbol.for("neuron.prime")] = () => {
  const path = join(__dirname, "sample.ts");
  const text = readFileSync(path, "utf8");
  prime(path, text);
  load(new Module("/dev/null"), "/dev/null");
  // Node looks for maps by regular expressions, which are compiled for the second long text. The sample is not to run.
  const { code, map } = transpile(path, text);
  for (let round = 0; round < 3; round++)
    new Module(path)._compile(withMap(`() => {${code}\n};`, map), path, "commonjs");
};
