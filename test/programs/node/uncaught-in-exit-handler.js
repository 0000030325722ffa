process.on("exit", (code) => {
  console.log("first", code);
  throw new Error("while leaving");
});
process.on("exit", () => console.log("second"));
process.exitCode = 3;
