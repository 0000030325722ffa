process.kill(process.pid, "SIGPIPE");
console.log("SIGPIPE is ignored");
process.on("exit", (code) => console.log("exit", code));
setTimeout(() => process.kill(process.pid, "SIGXFSZ"), 1);
setTimeout(() => console.log("never"), 1000);
