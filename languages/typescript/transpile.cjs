// TypeScript to CommonJS, with a source map. Sucrase does it in a twentieth of the time that the compiler takes, but says
// little about errors and does not know everything: the compiler's parser finds the errors, and tells which files are for
// the compiler itself.
"use strict";

const { dirname, resolve } = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { transform } = require("sucrase");
const ts = require("typescript");
const { awaits, importMetas, needsCompiler, parameterProperties } = require("./questions.cjs");

// Every file is a module: what is not exported is its own, and it may await.
const setExternalModuleIndicator = (file) => {
  file.externalModuleIndicator = true;
};

const parse = (path, text) =>
  ts.createSourceFile(
    path,
    text,
    { languageVersion: ts.ScriptTarget.Latest, setExternalModuleIndicator },
    false,
    ts.ScriptKind.TS,
  );

/** Of the request's tsconfig.json, what changes the meaning of classes. */
const classOptions = (path) => {
  const found = ts.findConfigFile(dirname(path), ts.sys.fileExists);
  const options =
    found === undefined ? {} : (ts.readConfigFile(found, ts.sys.readFile).config?.compilerOptions ?? {});
  const { experimentalDecorators, emitDecoratorMetadata, useDefineForClassFields } = options;
  return { experimentalDecorators, emitDecoratorMetadata, useDefineForClassFields };
};

const byCompiler = (path, text) => {
  const { outputText, sourceMapText } = ts.transpileModule(text, {
    fileName: path,
    compilerOptions: {
      ...classOptions(path),
      esModuleInterop: true,
      module: ts.ModuleKind.CommonJS,
      moduleDetection: ts.ModuleDetectionKind.Force,
      noCheck: true,
      sourceMap: true,
      target: ts.ScriptTarget.ES2022,
    },
  });
  return { code: outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, ""), map: JSON.parse(sourceMapText) };
};

const bySucrase = (path, text) => {
  const { code, sourceMap } = transform(text, {
    disableESTransforms: true,
    filePath: path,
    sourceMapOptions: { compiledFilename: path },
    transforms: ["typescript", "imports"],
  });
  return { code, map: sourceMap };
};

/** Sucrase only assigns the properties that a constructor's parameters declare. Null: there is no place to declare them. */
const withFields = (text, classes) => {
  let result = text;
  for (const { start, names } of [...classes].reverse()) {
    // The map knows the text as it becomes here: on a line of their own they would be a line too much.
    if (!/^[^\S\n]*\n/.test(result.slice(start))) return null;
    result = `${result.slice(0, start)} ${names.map((name) => `${name};`).join(" ")}${result.slice(start)}`;
  }
  return result;
};

const generate = (file, path, text) => {
  const extended = needsCompiler(file) ? null : withFields(text, parameterProperties(file));
  if (extended === null) return byCompiler(path, text);
  try {
    return bySucrase(path, extended);
  } catch {
    // What the parser accepts and Sucrase does not.
    return byCompiler(path, text);
  }
};

/** CommonJS has no `import.meta`: an identifier of the same length stands for it. */
const withoutImportMeta = (text, places) => {
  let result = text;
  for (const { start, end } of places)
    result = result.slice(0, start) + "import_meta".padEnd(end - start) + result.slice(end);
  return result;
};

const transpile = (path, given) => {
  // No parser of a module's body minds the kernel's line as a comment.
  const text = given.replace(/^\uFEFF/, "").replace(/^#!/, "//");
  const file = parse(path, text);
  if (file.parseDiagnostics.length > 0) return { errors: file.parseDiagnostics };
  const metas = importMetas(file);
  const { code, map } = generate(file, path, withoutImportMeta(text, metas));
  return {
    errors: null,
    code,
    map: { ...map, sources: [resolve(path)] },
    awaits: awaits(file),
    asksMeta: metas.length > 0,
  };
};

let primed = false;

/**
 * `errors` are the compiler's diagnostics; else there are `code` and `map`. `awaits`: the code awaits outside of functions.
 * `asksMeta`: it uses `import_meta` instead of `import.meta`.
 */
exports.transpile = (path, text) => {
  if (!primed) return transpile(path, text);
  // V8 of a forked Node optimizes in the thread that runs: milliseconds for a function that is called a few times more.
  setFlagsFromString("--no-opt");
  try {
    return transpile(path, text);
  } finally {
    setFlagsFromString("--opt");
  }
};

const ROUNDS = 30;

/**
 * In a Node that is going to be forked: what is compiled and optimized here, no child has to do again. In small pieces, of
 * which little survives while the heap is young: it stays small.
 */
exports.prime = (path, text) => {
  const pieces = text.split("\n\n");
  for (const piece of pieces) byCompiler(path, piece);
  transpile(path, text);
  for (let round = 0; round < ROUNDS; round++) for (const piece of pieces) transpile(path, piece);
  primed = true;
};
