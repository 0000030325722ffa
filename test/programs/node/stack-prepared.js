function outer() {
  return new Error("sites");
}

Error.prepareStackTrace = (error, sites) =>
  `${error.message}\n` +
  sites
    .map((site) =>
      [
        site.getFunctionName(),
        site.getTypeName(),
        site.getMethodName(),
        site.getFileName(),
        site.getLineNumber(),
        site.getColumnNumber(),
        site.isNative(),
        site.isToplevel(),
        site.isConstructor(),
        site.isEval(),
        site.isAsync(),
        site.getEvalOrigin(),
        String(site),
      ].join(" | "),
    )
    .join("\n");
console.log(outer().stack);
console.log(eval("outer()").stack);
console.log([1].map(outer)[0].stack);
console.log(new (class extends Error {})("in a class").stack);
setTimeout(() => {
  Error.prepareStackTrace = (error) => `prepared: ${error}`;
  throw outer();
}, 1);
