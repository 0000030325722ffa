process.on("exit", () => console.log("not registered"));
if (true) {
  console.log("unclosed");
