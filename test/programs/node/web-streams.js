const { Readable, Writable } = require("stream");
const { createReadStream } = require("fs");

async function main() {
  let pulled = 0;
  const numbers = new ReadableStream(
    {
      pull(controller) {
        if (pulled++ < 4) controller.enqueue(pulled);
        else controller.close();
      },
      cancel: (reason) => console.log("cancelled", reason),
    },
    { highWaterMark: 0 },
  );
  const squares = new TransformStream({
    transform: (n, controller) => controller.enqueue(n * n),
    flush: (controller) => controller.enqueue("end"),
  });
  const [left, right] = numbers.pipeThrough(squares).tee();
  const collected = [];
  const writing = right.pipeTo(
    new WritableStream({
      write: (chunk) => void collected.push(chunk),
      close: () => void collected.push("closed"),
    }),
  );
  for await (const value of left) console.log(value);
  await writing;
  console.log(collected, numbers.locked, pulled);
  const reader = new Response("text of a body").body.getReader();
  const { value, done } = await reader.read();
  console.log(new TextDecoder().decode(value), done, await reader.read());
  const packed = new Blob(["compressed ".repeat(1000)]).stream().pipeThrough(new CompressionStream("gzip"));
  console.log((await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).text()).length);
  const bytes = new ReadableStream({
    type: "bytes",
    pull(controller) {
      controller.byobRequest.view[0] = 7;
      controller.byobRequest.respond(1);
      controller.close();
    },
  });
  console.log(await bytes.getReader({ mode: "byob" }).read(new Uint8Array(4)));
  const cancelled = new ReadableStream({ cancel: (reason) => console.log("cancelled", reason) });
  await cancelled.cancel("not wanted");
  const failing = new ReadableStream({ start: (controller) => controller.error(new Error("at the start")) });
  console.log(
    await failing
      .getReader()
      .read()
      .catch((error) => error.message),
  );
  const file = Readable.toWeb(createReadStream(__filename));
  let size = 0;
  for await (const chunk of file) size += chunk.length;
  console.log(
    size,
    await Readable.fromWeb(new Blob(["to node"]).stream())
      .toArray()
      .then((parts) => Buffer.concat(parts).toString()),
  );
  await new Blob(["to the output\n"]).stream().pipeTo(Writable.toWeb(process.stdout));
}

main();
