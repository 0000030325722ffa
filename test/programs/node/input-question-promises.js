const readline = require("readline/promises");

async function main() {
  const rl = readline.createInterface({ input: process.stdin, output: process.stdout });
  const name = await rl.question("What is your name? ");
  console.log(`Hello, ${name}!`);
  const age = await rl.question("How old are you? ");
  console.log("not reached when all came at once", age);
}

process.on("exit", (code) => console.log("exit", code));
main();
