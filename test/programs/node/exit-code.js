process.on("exit", (code) => {
  console.log("exit", code, process.exitCode);
  process.exitCode = 42;
});
process.on("beforeExit", () => console.log("not called"));
setTimeout(() => console.log("never"), 10);
console.log("leaving");
process.exit(7);
