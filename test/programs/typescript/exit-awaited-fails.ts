process.on("exit", (code: number) => console.log("exit", code));
await null;
throw new TypeError("after await" as string);
