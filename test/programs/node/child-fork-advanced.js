const { fork } = require("child_process");

if (process.argv[2] === "child") {
  process.once("message", ({ map, big, bytes, error }) =>
    process.send([map.get("k"), big * 2n, bytes.length, error.message]),
  );
} else {
  const child = fork(__filename, ["child"], { serialization: "advanced" });
  child.send({
    map: new Map([["k", new Set([1])]]),
    big: 2n ** 64n,
    bytes: Buffer.alloc(100_000),
    error: new RangeError("as an error"),
  });
  child.on("message", (answer) => console.log(answer));
  child.on("close", (code) => console.log("close", code));
}
