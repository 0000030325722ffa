const { stdin } = process;

console.log(stdin.isTTY, stdin.fd, stdin.readableFlowing, stdin.readable, require("tty").isatty(0));
let text = "";
stdin.setEncoding("utf8");
stdin.on("data", (chunk) => (text += chunk));
stdin.on("end", () => console.log("end", text.length, [...text].reverse().slice(0, 5)));
stdin.on("close", () => console.log("close", stdin.destroyed));
process.on("exit", () => console.log("exit", stdin.readableEnded));
