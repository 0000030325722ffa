const zlib = require("zlib");
const { promisify } = require("util");

const text = Buffer.from("compress me, ".repeat(2000));
const gzip = zlib.gzipSync(text);
console.log(gzip.length, gzip.subarray(0, 9), zlib.gunzipSync(gzip).equals(text), zlib.crc32?.("text"));
console.log(
  zlib.deflateSync(text, { level: 9 }).length,
  zlib.deflateRawSync(text, { level: 0 }).length,
  zlib.inflateSync(zlib.deflateSync("x")).toString(),
);
const brotli = zlib.brotliCompressSync(text, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } });
console.log(brotli.length, zlib.brotliDecompressSync(brotli).equals(text), zlib.unzipSync(gzip).length);
for (const attempt of [
  () => zlib.gunzipSync("not gzip"),
  () => zlib.inflateSync(zlib.deflateSync(text).subarray(0, 20)),
  () => zlib.gzipSync(5),
]) {
  try {
    attempt();
  } catch (error) {
    console.log(error.code, error.errno, error.message);
  }
}
async function main() {
  const packed = await Promise.all(
    Array.from({ length: 10 }, (_, n) => promisify(zlib.gzip)(text.subarray(n * 1000))),
  );
  console.log(packed.map(({ length }) => length));
  console.log((await promisify(zlib.brotliDecompress)(brotli)).length);
  const stream = zlib.createGzip();
  const parts = [];
  stream.on("data", (part) => parts.push(part));
  for (let n = 0; n < 100; n++) stream.write(`line ${n}\n`);
  stream.flush(() => stream.end("last"));
  await new Promise((resolve) => stream.on("end", resolve));
  console.log(zlib.gunzipSync(Buffer.concat(parts)).toString().split("\n").length, stream.bytesWritten);
  zlib.gunzip(Buffer.from("broken"), (error, result) => {
    console.log(error.message, result);
    zlib.createInflate().end("also broken");
  });
}
main();
