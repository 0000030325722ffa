process.on("exit", () => console.log("not called"));
console.log("before");
process.abort();
