const { pipeline, Transform } = require("stream");
const { createGzip, createGunzip } = require("zlib");

const upper = new Transform({
  transform(chunk, _encoding, done) {
    done(null, chunk.toString("latin1").toUpperCase());
  },
});
pipeline(process.stdin, createGzip(), createGunzip(), upper, process.stdout, (error) =>
  console.error("finished", error),
);
