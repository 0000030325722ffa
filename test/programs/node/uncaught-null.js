process.on("exit", (code) => console.log("code", code));
throw null;
