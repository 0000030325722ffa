const fs = require("fs/promises");
const { createReadStream, createWriteStream } = require("fs");
const { once } = require("events");

async function main() {
  await fs.mkdir("deep/er", { recursive: true });
  await Promise.all(["a", "b", "c"].map((name) => fs.writeFile(`deep/${name}`, `${name}\n`.repeat(1000))));
  console.log(
    (await fs.readdir("deep")).sort(),
    (await Promise.all(["a", "b"].map((name) => fs.stat(`deep/${name}`)))).map(({ size }) => size),
  );
  const file = await fs.open("deep/lines", "w+");
  await file.write("one\ntwo\nthree");
  await file.writev([Buffer.from("\nfour"), Buffer.from("\n")]);
  console.log(
    typeof file.fd,
    (await file.read(Buffer.alloc(3), 0, 3, 4)).buffer.toString(),
    (await file.stat()).size,
  );
  await file.close();
  const lines = await fs.open("deep/lines");
  for await (const line of lines.readLines()) console.log(line);
  console.log(await fs.access("deep/none").catch(({ code, message }) => [code, message]));
  console.log(await fs.rmdir("deep").catch(({ code }) => code), await fs.rm("deep/a"));
  const out = createWriteStream("stream.txt");
  for (let n = 0; n < 5000; n++) if (!out.write(`${n},`)) await once(out, "drain");
  out.end();
  await once(out, "finish");
  let length = 0;
  for await (const chunk of createReadStream("stream.txt", { start: 10, end: 20_000, highWaterMark: 1024 }))
    length += chunk.length;
  console.log(length, out.bytesWritten, (await fs.readFile("stream.txt", "utf8")).slice(-10));
  for await (const entry of await fs.opendir("deep/er")) console.log(entry);
  await fs.readFile("missing.txt");
}

main();
