const { fork } = require("child_process");

if (process.send) {
  process.on("message", (message) => {
    if (message === "leave") {
      process.disconnect();
      process.exitCode = 12;
    } else process.send({ echo: message, args: process.argv.slice(2), connected: process.connected });
  });
  process.on("disconnect", () => console.log("child is disconnected"));
  process.send({ ready: true, value: [1n === 1n, undefined, new Date(0), NaN] });
} else {
  const child = fork(__filename, ["first", "zweites ü"], {
    env: { ...process.env, CHILD: "1" },
    silent: false,
  });
  child.on("message", (message) => {
    console.log("parent got", message);
    if (message.ready) child.send({ question: "deep", list: [[[]]] }, (error) => console.log("sent", error));
    else child.send("leave");
  });
  child.on("exit", (code, signal) => console.log("exit", code, signal, child.connected));
  console.log(child.connected, typeof child.pid, process.send, process.channel);
}
