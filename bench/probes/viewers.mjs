// So many clients of the live stream, which read all that comes.
const [, , href, count] = process.argv;
const abort = new AbortController();
let bytes = 0;
const begun = performance.now();

const open = async () => {
  const response = await fetch(new URL("/v1/stats/stream", href), { signal: abort.signal });
  if (response.status !== 200) throw new Error(`the stream gave ${response.status}`);
  return response.body;
};

const read = async (body) => {
  for await (const chunk of body) bytes += chunk.length;
};

const bodies = await Promise.all(Array.from({ length: Number(count) }, open));
const reading = bodies.map((body) => read(body).catch(() => undefined));
process.stdout.write("ready\n");
process.stdin.resume().on("end", async () => {
  const seconds = (performance.now() - begun) / 1000;
  abort.abort();
  await Promise.all(reading);
  process.stdout.write(`${JSON.stringify({ bytesPerSecond: bytes / Number(count) / seconds })}\n`, () =>
    process.exit(0),
  );
});
