setTimeout(() => console.log("first"), 1);
setTimeout(function tick() {
  undefinedFunction();
}, 5);
setTimeout(() => console.log("too late"), 500);
process.on("exit", (code) => console.log("exit", code));
