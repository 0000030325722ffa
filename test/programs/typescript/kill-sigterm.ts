console.log("before" as string);
process.on("exit", (): void => console.log("never"));
process.kill(process.pid, "SIGTERM");
setTimeout((): void => {}, 10_000);
