const { createHash } = require("crypto");

const hash = createHash("sha256");
let bytes = 0;
let newlines = 0;
process.stdin.on("data", (chunk) => {
  hash.update(chunk);
  bytes += chunk.length;
  for (const byte of chunk) if (byte === 10) newlines += 1;
});
process.stdin.on("end", () => console.log(bytes, newlines, hash.digest("hex")));
