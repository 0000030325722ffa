process.on("exit", (code: number): void => console.log("exit", code));
function leave(code: number): never { process.exit(code); }
leave(7);
