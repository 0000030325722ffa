process.on("exit", (code) => console.log("exit", code));
setTimeout(() => console.log("never"), 100);
Promise.reject(new Error("nobody listens"));
process.nextTick(() => console.log("tick"));
queueMicrotask(() => console.log("microtask"));
setImmediate(() => console.log("immediate"));
