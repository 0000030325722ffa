const line = `${"0123456789abcdef".repeat(4)}\n`;
const returned = process.stdout.write(line.repeat(32_000), () => console.error("written"));
console.error(returned, process.stdout.writableHighWaterMark);
process.stdout.once("drain", () => console.error("drained"));
process.on("exit", () => console.error("exit"));
