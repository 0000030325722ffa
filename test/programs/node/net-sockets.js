const net = require("net");
const fs = require("fs");
const { once } = require("events");

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let text = "";
  socket.setEncoding("utf8").on("data", (part) => (text += part));
  socket.on("end", () => socket.end(`${text.length} ${text.slice(0, 10).toUpperCase()}`));
});

async function exchange(target, message) {
  const socket = net.connect(target);
  await once(socket, "connect");
  const facts = [
    socket.remoteFamily,
    socket.remoteAddress,
    socket.connecting,
    socket.readyState,
    typeof socket.localPort,
  ];
  socket.end(message);
  let answer = "";
  for await (const part of socket) answer += part;
  return [answer, ...facts, socket.bytesWritten, socket.bytesRead];
}

async function main() {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port, ...address } = server.address();
  console.log(address, port > 0, await exchange({ port, host: "127.0.0.1" }, "hello"));
  console.log(await exchange({ port, host: "localhost", family: 4 }, "x".repeat(300_000)));
  console.log(
    (
      await Promise.all(
        Array.from({ length: 20 }, (_, n) => exchange({ port, host: "127.0.0.1" }, `client ${n}`)),
      )
    ).map(([answer]) => answer),
  );
  server.close();
  await once(server, "close");
  const path = `/tmp/socket-of-${process.pid}`;
  server.listen(path);
  await once(server, "listening");
  console.log(server.address() === path, fs.statSync(path).isSocket(), await exchange(path, "over a path"));
  const taken = net.createServer().listen(path);
  console.log((await once(taken, "error"))[0].code);
  server.close();
  await once(server, "close");
  console.log(
    fs.existsSync(path),
    net.isIP("::1"),
    net.isIP("1.2.3"),
    net.isIPv4("127.0.0.1"),
    new net.BlockList().check("1.1.1.1"),
  );
  for (const target of [{ port: 1, host: "127.0.0.1" }, { path: "/tmp/no-socket" }]) {
    const [{ code, syscall, address, message }] = await once(net.connect(target), "error");
    console.log(code, syscall, address, message);
  }
  const idle = net.connect(1, "127.0.0.1");
  idle.destroy(new Error("given up"));
  console.log((await once(idle, "error"))[0].message, idle.destroyed);
  net.connect({ port: 70_000 });
}

main();
