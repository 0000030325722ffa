const repl = require("repl");

const server = repl.start({ prompt: "> ", input: process.stdin, output: process.stdout, terminal: false });
server.context.given = 42;
server.defineCommand("hello", {
  help: "greets",
  action() {
    this.clearBufferedCommand();
    console.log("hello");
    this.displayPrompt();
  },
});
server.on("exit", () => console.log("left"));
