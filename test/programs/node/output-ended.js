process.stdout.on("finish", () => console.error("finish"));
process.stdout.on("close", () => console.error("close"));
process.stdout.on("error", (error) => console.error("error", error.code));
process.stdout.write("before the end\n");
process.stdout.end("the end\n");
process.stdout.write("after the end\n", (error) => console.error("callback", error.code));
console.log("lost");
process.on("exit", (code) => console.error("exit", code));
