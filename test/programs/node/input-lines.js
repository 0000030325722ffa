const readline = require("readline");

const rl = readline.createInterface({ input: process.stdin, crlfDelay: Infinity });
let number = 0;
rl.on("line", (line) => {
  console.log(++number, JSON.stringify(line));
  if (line === "pause") {
    rl.pause();
    setTimeout(() => rl.resume(), 2);
  }
});
rl.on("close", () => console.log("close", number, rl.terminal, rl.line));
