process.exitCode = 5 as number;
setTimeout((): void => console.log("still"), 5);
process.on("beforeExit", (code: number) => console.log("before", code));
