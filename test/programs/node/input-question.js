const readline = require("readline");

const rl = readline.createInterface({ input: process.stdin, output: process.stdout, prompt: "> " });
rl.question("What is your name? ", (name) => {
  rl.question(`How old are you, ${name}? `, (age) => {
    console.log(`Next year ${Number(age) + 1}.`);
    rl.prompt();
    rl.on("line", (line) => {
      console.log(`You said ${line}.`);
      if (line === "stop") rl.close();
      else rl.prompt();
    });
    rl.on("close", () => console.log("bye"));
  });
});
