const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk));
process.stdin.on("end", () => {
  const all = Buffer.concat(chunks);
  console.log(
    all.length,
    all.subarray(0, 8),
    all.toString("utf8", 0, 7),
    all.readUInt32BE(0),
    all.indexOf("\r\n"),
  );
  process.stdout.write(all.subarray(0, 256));
});
