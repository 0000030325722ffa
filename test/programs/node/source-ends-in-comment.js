console.log("last statement");
process.on("exit", () => console.log("exit"));
// the end, without a newline