process.on("uncaughtException", (error) => {
  console.log("handling", error.message);
  throw new Error("in the handler");
});
process.on("exit", (code) => console.log("exit", code));
setTimeout(() => console.log("never"), 50);
throw new Error("first");
