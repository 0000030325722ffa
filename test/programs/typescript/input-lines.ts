import * as readline from "readline";
const reader: readline.Interface = readline.createInterface({ input: process.stdin });
const lines: string[] = [];
reader.on("line", (line: string): void => void lines.push(line)).on("close", () => console.log(lines));
