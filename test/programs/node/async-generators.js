async function* count(name, to) {
  try {
    for (let n = 1; n <= to; n++) {
      const sent = yield n;
      if (sent) console.log(name, "got", sent);
    }
    return `${name} is done`;
  } finally {
    await null;
    console.log(name, "closes");
  }
}

async function* merged(...sources) {
  for (const source of sources) console.log("returned", yield* source);
}

async function main() {
  for await (const n of merged(count("a", 2), count("b", 3))) console.log(n);
  for await (const n of count("broken off", 9)) if (n === 2) break;
  const manual = count("manual", 5);
  console.log(await Promise.all([manual.next(), manual.next("first"), manual.next("second")]));
  console.log(await manual.return("early"), await manual.next());
  const thrown = count("thrown", 5);
  await thrown.next();
  console.log(await thrown.throw(new Error("into the generator")).catch((error) => error.message));
  const unfinished = count("unfinished", 5);
  console.log(await unfinished.next(), Object.prototype.toString.call(unfinished), unfinished);
  const source = {
    [Symbol.asyncIterator]: () => ({
      n: 0,
      async next() {
        return { done: this.n > 1, value: this.n++ };
      },
    }),
  };
  for await (const n of source) console.log("own iterator", n);
}

main();
