process.on("exit", () => console.log("not called"));
console.log("before");
process.kill(process.pid, "SIGSEGV");
setTimeout(() => console.log("never"), 1000);
