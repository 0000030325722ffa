process.stdin.on("data", (chunk: Buffer) => console.log(chunk)).on("end", (): void => console.log("end"));
