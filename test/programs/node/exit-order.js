let rounds = 0;
process.on("beforeExit", (code) => {
  console.log("before exit", code, rounds);
  if (rounds++ < 2) setImmediate(() => console.log("more work"));
  else process.exitCode = 4;
});
process.on("exit", (code) => {
  console.log("exit", code);
  setTimeout(() => console.log("never"), 0);
  process.nextTick(() => console.log("never"));
  Promise.resolve().then(() => console.log("never"));
});
process.prependListener("exit", () => console.log("exit, first"));
process.once("exit", () => console.log("exit, last", process._exiting));
Promise.resolve().then(() => console.log("microtask"));
console.log("end of the script");
