const readline = require("node:readline");

async function main() {
  const rl = readline.createInterface({ input: process.stdin });
  let sum = 0;
  let lines = 0;
  for await (const line of rl) {
    lines += 1;
    for (const word of line.split(" ")) sum += Number(word);
  }
  console.log(lines, sum);
}

main();
