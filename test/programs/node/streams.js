const { Readable, Writable, Transform, Duplex, PassThrough, compose } = require("stream");
const { pipeline, finished } = require("stream/promises");
const { text, json } = require("stream/consumers");

class Lines extends Transform {
  #rest = "";
  _transform(chunk, _encoding, callback) {
    const lines = (this.#rest + chunk).split("\n");
    this.#rest = lines.pop();
    for (const line of lines) this.push(`<${line}>`);
    callback();
  }
  _flush(callback) {
    callback(null, `<${this.#rest}|end>`);
  }
}

async function* louder(source) {
  for await (const part of source) yield `${part}!`;
}

async function main() {
  console.log(await text(Readable.from(["a\nb", "c\n", "d"]).pipe(new Lines())));
  const numbers = Readable.from([1, 2, 3, 4]).filter((n) => n % 2 === 0);
  console.log(
    await numbers.map(async (n) => n * 10).toArray(),
    await Readable.from([1, 2, 3]).reduce((a, b) => a + b),
  );
  const written = [];
  const write = (chunk, _encoding, callback) => {
    written.push(String(chunk));
    setImmediate(callback);
  };
  const slow = new Writable({ highWaterMark: 4, write });
  console.log(slow.write("abc"), slow.write("def"), slow.writableNeedDrain, slow.writableLength);
  slow.on("drain", () => written.push("drain")).end("last");
  await finished(slow);
  console.log(written, slow.writableFinished, slow.destroyed);
  await pipeline(["x", "y"], louder, new PassThrough(), async (source) => console.log(await text(source)));
  for await (const part of Readable.from([{ n: 1 }, { n: 2 }])) console.log("object", part);
  console.log(
    await json(Readable.from(['{"a":', "1}"])),
    await text(compose(new Lines(), new PassThrough()).end("composed")),
  );
  const pair = Duplex.from({ readable: Readable.from(["from pair"]), writable: new PassThrough() });
  console.log(await text(pair), Readable.from("whole string").readableObjectMode);
  const unshifted = Readable.from([Buffer.from("tail")], { objectMode: false });
  unshifted.unshift("head ");
  console.log(await text(unshifted));
}

main();
