const { Readable, Transform, PassThrough, pipeline, finished, addAbortSignal } = require("stream");
const { finished: done } = require("stream/promises");
const { text } = require("stream/consumers");

async function main() {
  const breaks = new Transform({
    transform: (_chunk, _encoding, callback) => callback(new Error("transform broke")),
  });
  await new Promise((resolve) => {
    pipeline(Readable.from(["ok"]), breaks, new PassThrough(), (error) =>
      resolve(console.log("pipeline", error.message)),
    );
  });
  const broken = new Readable({ read: () => broken.destroy(new RangeError("cannot read")) });
  console.log(
    await done(broken.resume()).catch(({ name, message }) => [name, message]),
    broken.errored.message,
    broken.closed,
  );
  const endless = addAbortSignal(AbortSignal.abort(), new Readable({ read: () => endless.push("x") }));
  console.log(await text(endless).catch(({ name }) => name));
  await new Promise((resolve) => {
    finished(new PassThrough().destroy(), (error) => resolve(console.log(error.code)));
  });
  for (const attempt of [
    () => new PassThrough().write(null),
    () => new PassThrough().write(5),
    () => Readable.from(5),
  ]) {
    try {
      attempt();
    } catch ({ code, message }) {
      console.log(code, message);
    }
  }
  const late = new PassThrough();
  late.end();
  late.write("after the end");
}

main();
