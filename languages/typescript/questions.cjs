// What has to be known of a parsed file before it is transpiled. Most is seen from flags that the parser leaves on the file,
// and from its text; the tree is walked only where these say that it may be worth it.
"use strict";

const ts = require("typescript");

const { ContainsAwait, ContainsDecorators, ContainsES2018, ContainsESNext } = ts.TransformFlags;
const { PossiblyContainsImportMeta } = ts.NodeFlags;
const { DeclareKeyword, ExportKeyword, ImportKeyword } = ts.SyntaxKind;

const has = (node, kind) => node.modifiers?.some((modifier) => modifier.kind === kind) === true;

function* nodesOf(root, wanted) {
  const found = [];
  const visit = (node) => {
    if (wanted(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  yield* found;
}

/** `for await` outside of functions; `await` itself has a flag. */
const loopsAwaiting = (node) =>
  (ts.isForOfStatement(node) && node.awaitModifier !== undefined) ||
  (!ts.isFunctionLike(node) && ts.forEachChild(node, loopsAwaiting) === true);

/** Whether the file itself awaits, outside of functions. */
exports.awaits = (file) =>
  (file.transformFlags & ContainsAwait) !== 0 ||
  ((file.transformFlags & ContainsES2018) !== 0 && ts.forEachChild(file, loopsAwaiting) === true);

const isErased = (statement) =>
  ts.isInterfaceDeclaration(statement) ||
  ts.isTypeAliasDeclaration(statement) ||
  has(statement, DeclareKeyword);

/** Without a semicolon, the statement before would go on after what is erased. */
const joins = ({ statements, text }, index) => {
  const [before, , after] = statements.slice(index - 1, index + 2);
  if (index === 0 || after === undefined) return false;
  return (
    !/[;}]\s*$/.test(text.slice(before.pos, before.end)) &&
    /[([`/+-]/.test(text[ts.skipTrivia(text, after.pos)])
  );
};

/**
 * What Sucrase leaves out, leaves as it is, or gets wrong: decorators, `using`, accessors, namespaces, aliases of their
 * members, exported patterns, and line breaks within what is erased after `return`.
 */
exports.needsCompiler = (file) =>
  (file.transformFlags & (ContainsDecorators | ContainsESNext)) !== 0 ||
  /\baccessor\b|\b(?:return|throw|yield)\s*</.test(file.text) ||
  file.statements.some((statement, index) => {
    if (isErased(statement)) return joins(file, index);
    if (ts.isModuleDeclaration(statement)) return true;
    if (ts.isImportEqualsDeclaration(statement))
      return !ts.isExternalModuleReference(statement.moduleReference);
    return (
      ts.isVariableStatement(statement) &&
      has(statement, ExportKeyword) &&
      statement.declarationList.declarations.some(({ name }) => !ts.isIdentifier(name))
    );
  });

const isImportMeta = (node) => ts.isMetaProperty(node) && node.keywordToken === ImportKeyword;

/** Places of `import.meta`. */
exports.importMetas = (file) =>
  (file.flags & PossiblyContainsImportMeta) === 0
    ? []
    : [...nodesOf(file, isImportMeta)].map((node) => ({
        start: ts.skipTrivia(file.text, node.pos),
        end: node.end,
      }));

const hasOwnParameters = (node) => ts.isConstructorDeclaration(node) && node.parameters.some(isProperty);
const isProperty = (parameter) =>
  ts.isParameterPropertyDeclaration(parameter, parameter.parent ?? CONSTRUCTOR);
/** Trees are made without parents. */
const CONSTRUCTOR = { kind: ts.SyntaxKind.Constructor };

/**
 * Of each class whose constructor declares properties: where its body begins, and their names. They come before all other
 * fields.
 */
exports.parameterProperties = (file) =>
  !/\bconstructor\s*\(/.test(file.text) ||
  !/\b(?:public|private|protected|readonly|override)\b/.test(file.text)
    ? []
    : [...nodesOf(file, (node) => ts.isClassLike(node) && node.members.some(hasOwnParameters))].map(
        ({ members }) => ({
          start: members.pos,
          names: members
            .filter((member) => hasOwnParameters(member) && member.body !== undefined)
            .flatMap((member) => member.parameters.filter(isProperty).map(({ name }) => name.text)),
        }),
      );
