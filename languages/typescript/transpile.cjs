// TypeScript to CommonJS, with a source map. Sucrase does it in a twentieth of the time that the compiler takes, but says
// little about errors and knows no decorators, namespaces and a few more: the compiler's parser finds the errors, and says
// which files are the compiler's own.
"use strict";

const { dirname, resolve } = require("node:path");
const { transform } = require("sucrase");
const ts = require("typescript");

const { ContainsAwait, ContainsDecorators, ContainsES2018, ContainsESNext } = ts.TransformFlags;
const { PossiblyContainsImportMeta } = ts.NodeFlags;

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

/** What Sucrase leaves out, leaves as it is, or gets wrong. */
const needsCompiler = (file) =>
  (file.transformFlags & (ContainsDecorators | ContainsESNext)) !== 0 ||
  /\baccessor\b/.test(file.text) ||
  file.statements.some((statement) => {
    if (ts.isModuleDeclaration(statement)) return !isAmbient(statement);
    if (ts.isImportEqualsDeclaration(statement)) return !ts.isExternalModuleReference(statement.moduleReference);
    return ts.isVariableStatement(statement) && isExported(statement) && hasPattern(statement);
  });

const has = (statement, kind) => statement.modifiers?.some((modifier) => modifier.kind === kind) === true;
const isAmbient = (statement) => has(statement, ts.SyntaxKind.DeclareKeyword);
const isExported = (statement) => has(statement, ts.SyntaxKind.ExportKeyword);
const hasPattern = (statement) =>
  statement.declarationList.declarations.some(({ name }) => !ts.isIdentifier(name));

/** `for await` outside of functions; `await` itself has a flag. */
const loopsAwaiting = (node) =>
  (ts.isForOfStatement(node) && node.awaitModifier !== undefined) ||
  (!ts.isFunctionLike(node) && ts.forEachChild(node, loopsAwaiting) === true);

const awaits = (file) =>
  (file.transformFlags & ContainsAwait) !== 0 ||
  ((file.transformFlags & ContainsES2018) !== 0 && ts.forEachChild(file, loopsAwaiting) === true);

/** CommonJS has no `import.meta`: an identifier of the same length stands for it. */
const IMPORT_META = "import_meta";
const withoutImportMeta = (file) => {
  const places = [];
  const visit = (node) => {
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) places.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  let { text } = file;
  for (const { end, pos } of places) {
    const start = ts.skipTrivia(text, pos);
    text = text.slice(0, start) + IMPORT_META.padEnd(end - start) + text.slice(end);
  }
  return text;
};

/** Of the request's tsconfig.json, what changes the meaning of classes. */
const classOptions = (path) => {
  const found = ts.findConfigFile(dirname(path), ts.sys.fileExists);
  const options = found === undefined ? {} : (ts.readConfigFile(found, ts.sys.readFile).config?.compilerOptions ?? {});
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

/** What the parser accepts and Sucrase does not is for the compiler, too. */
const generate = (file, path, text) => {
  if (needsCompiler(file)) return byCompiler(path, text);
  try {
    return bySucrase(path, text);
  } catch {
    return byCompiler(path, text);
  }
};

/**
 * `errors` are the compiler's diagnostics; else there are `code` and `map`. `awaits`: the code awaits outside of functions.
 * `asksMeta`: it uses `import_meta` instead of `import.meta`.
 */
exports.transpile = (path, given) => {
  // A line of its own for the kernel, which no parser minds as a comment.
  const text = given.replace(/^\uFEFF/, "").replace(/^#!/, "//");
  const file = parse(path, text);
  if (file.parseDiagnostics.length > 0) return { errors: file.parseDiagnostics };
  const asksMeta = (file.flags & PossiblyContainsImportMeta) !== 0;
  const { code, map } = generate(file, path, asksMeta ? withoutImportMeta(file) : text);
  return { errors: null, code, map: { ...map, sources: [resolve(path)] }, awaits: awaits(file), asksMeta };
};

/** Until V8 has made machine code of what is used most. */
const ROUNDS = 60;

/**
 * In a Node that is going to be forked: what is compiled here, no child has to compile again. In small pieces, of which
 * little survives while the heap is young: it stays small.
 */
exports.prime = (path, text) => {
  const pieces = text.split("\n\n");
  for (const piece of pieces) byCompiler(path, piece);
  for (let round = 0; round < ROUNDS; round++) for (const piece of pieces) exports.transpile(path, piece);
  for (let round = 0; round < 3; round++) exports.transpile(path, text);
};
