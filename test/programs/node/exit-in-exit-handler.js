process.on("exit", (code) => {
  console.log("first", code);
  process.exit(code + 1);
});
process.on("exit", (code) => {
  console.log("never");
});
process.exit(10);
