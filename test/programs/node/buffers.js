const { Buffer: same, kMaxLength, transcode, isUtf8, isAscii } = require("buffer");
const { StringDecoder } = require("string_decoder");

const buffer = Buffer.from("grüße €😀");
for (const encoding of ["utf8", "hex", "base64", "base64url", "latin1", "ascii", "utf16le", "binary"])
  console.log(encoding, buffer.toString(encoding), Buffer.from("YWJjZA-_", encoding));
console.log(
  same === Buffer,
  buffer.slice(1, 3),
  buffer.subarray(-4).toString(),
  buffer.indexOf("€"),
  buffer.includes(0x9f),
  buffer.toJSON().data.length,
  Buffer.byteLength("€"),
  Buffer.isBuffer(new Uint8Array(1)),
);
const view = Buffer.alloc(16);
view.writeUInt32BE(0xdeadbeef, 0);
view.writeInt16LE(-2, 4);
view.writeDoubleLE(Math.PI, 6);
console.log(
  view,
  view.readUInt32LE(0),
  view.readInt16BE(4),
  view.readDoubleLE(6),
  view.readBigUInt64BE(0),
  view.readUIntBE(0, 3),
  view.writeFloatBE(0.1, 12),
  view.readFloatBE(12),
);
console.log(
  Buffer.concat([Buffer.from("a"), Buffer.from("bc")], 2),
  Buffer.compare(Buffer.from("a"), Buffer.from("b")),
  Buffer.from([256, -1, "3", 1.9]),
  Buffer.alloc(5, "xy").toString(),
  Buffer.from("abc").equals(Buffer.from("abc")),
);
console.log(
  Buffer.from("abcdef").swap16().toString(),
  Buffer.from("zz", "hex").length,
  Buffer.from("a=b=", "base64"),
  buffer.fill("é", 0, 4),
  Buffer.from(new ArrayBuffer(4), 1, 2).length,
  Buffer.from({ length: 2, 0: 5, 1: 6 }),
);
console.log(
  Buffer.poolSize,
  kMaxLength === 4294967296,
  transcode(Buffer.from("€"), "utf8", "latin1"),
  isUtf8(Buffer.from([0xff])),
  isAscii(Buffer.from("a")),
  Buffer.allocUnsafe(10).length,
  Buffer.from("test").buffer.byteLength,
);
const decoder = new StringDecoder("utf8");
console.log(
  [0xe2, 0x82, 0xac, 0xf0, 0x9f].map((byte) => decoder.write(Buffer.from([byte]))),
  decoder.end(),
  new StringDecoder("base64").write(Buffer.from("abcd")),
  new StringDecoder("utf16le").write(Buffer.from([65, 0, 66])),
);
for (const attempt of [
  () => Buffer.alloc(-1),
  () => Buffer.from(5),
  () => Buffer.from(null),
  () => view.readUInt8(16),
  () => view.writeInt8(200),
  () => view.readUInt8("1"),
  () => Buffer.from("x", "nope"),
  () => view.readUIntBE(0, 7),
  () => Buffer.alloc(2 ** 40),
  () => Buffer.from("abc").swap16(),
]) {
  try {
    console.log(attempt());
  } catch ({ name, code, message }) {
    console.log(name, code, message);
  }
}
console.log(
  Buffer.from("x".repeat(60)),
  [Buffer.from("in a list")],
  buffer.toLocaleString === buffer.toString,
  Object.keys(Buffer),
  new DataView(new ArrayBuffer(2)).getInt16(0),
  new Uint16Array([1, 65535]).map((n) => n + 1),
);
