console.log(
  process.execArgv,
  process.env.NODE_OPTIONS,
  Error.stackTraceLimit,
  typeof gc,
  globalThis.preloaded,
);
function deep(n) {
  if (n === 0) throw new Error("with a short stack");
  deep(n - 1);
}
deep(20);
