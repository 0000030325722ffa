const dgram = require("dgram");
const dns = require("dns");
const { once } = require("events");

async function main() {
  const receiver = dgram.createSocket("udp4").bind(0, "127.0.0.1");
  await once(receiver, "listening");
  const { port, ...address } = receiver.address();
  let sent;
  const sender = dgram.createSocket("udp4");
  sender.send(["two ", Buffer.from("parts")], port, "127.0.0.1", (...result) => (sent = result));
  const [message, { size, family }] = await once(receiver, "message");
  console.log(sent, address, message.toString(), size, family);
  sender.connect(port, "127.0.0.1");
  await once(sender, "connect");
  sender.send("x".repeat(9000));
  console.log((await once(receiver, "message"))[0].length, sender.remoteAddress().address);
  sender.send("x".repeat(70_000), ({ code }) => {
    console.log(code);
    sender.close();
    receiver.close(() => console.log("closed"));
  });
  await once(receiver, "close");
  console.log(
    await dns.promises.lookup("localhost", { family: 4 }),
    await dns.promises.lookup("127.0.0.1"),
    await dns.promises.lookup("::1"),
  );
  await new Promise((resolve) => {
    dns.lookup("localhost", { all: true, family: 4 }, (...found) => resolve(console.log(found)));
  });
  console.log(dns.getDefaultResultOrder(), dns.NOTFOUND);
  console.log(
    await dns.promises.lookup("no-such-host.invalid").catch(({ syscall, hostname }) => [syscall, hostname]),
  );
}

main();
