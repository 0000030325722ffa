import fc from "fast-check";
import { unzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { readArchive, writeArchive } from "./archive.js";

const zip = (files: Parameters<typeof zipSync>[0]) => Buffer.from(zipSync(files));
const MAX = 1000;

test("gives files without folders, wherever their names begin", () => {
  const archive = zip({
    "a.txt": Buffer.from("a"),
    dir: { "b.bin": Uint8Array.of(0xff) },
    "./c": Buffer.alloc(0),
  });
  expect(readArchive(archive, MAX)).toEqual({
    files: [
      { path: "a.txt", content: Buffer.from("a") },
      { path: "dir/b.bin", content: Buffer.from([0xff]) },
      { path: "c", content: Buffer.alloc(0) },
    ],
  });
});

test("does not unpack what is too much", () => {
  const bomb = zip({ zeros: new Uint8Array(50_000_000) });
  expect(bomb.length).toBeLessThan(100_000);
  const tooMuch = { problem: expect.stringContaining("at most") };
  expect(readArchive(bomb, MAX)).toEqual(tooMuch);
  const many = Object.fromEntries(Array.from({ length: 251 }, (_, i) => [`f${i}`, new Uint8Array()]));
  expect(readArchive(zip(many), MAX)).toEqual(tooMuch);
});

test("one that lies about its size gives no more than it said", () => {
  const bomb = zip({ zeros: new Uint8Array(1_000_000) });
  const said = Buffer.alloc(4);
  said.writeUInt32LE(1_000_000);
  for (let at = bomb.indexOf(said); at !== -1; at = bomb.indexOf(said)) bomb.writeUInt32LE(10, at);
  const read = readArchive(bomb, MAX);
  expect("problem" in read || read.files.every(({ content }) => content.length <= 10)).toBe(true);
});

test("packs what a program left, but for names that lead out of a folder somewhere", () => {
  const names = [
    "a.txt",
    "dir/b",
    "__proto__",
    "x/__proto__/y",
    "..\\evil",
    "C:evil",
    "a/../b",
    "tab\t",
    "ż",
    "\u202e",
  ];
  const packed = writeArchive(names.map((path) => ({ path, content: Buffer.from(path) })));
  const unpacked = unzipSync(packed);
  expect(Object.keys(unpacked).sort()).toEqual(["a.txt", "dir/b", "\u202e", "ż"].sort());
  expect(Buffer.from(unpacked["dir/b"] ?? []).toString()).toBe("dir/b");
});

test("takes any bytes", () => {
  const none = { problem: "is not a zip archive" };
  expect(readArchive(Buffer.from("no archive"), MAX)).toEqual(none);
  const good = zip({ "a.txt": Buffer.from("some text, some text, some text") });
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 }), (at, value) => {
      const broken = Buffer.from(good);
      broken[at] = value;
      readArchive(broken, MAX);
      readArchive(good.subarray(0, at), MAX);
    }),
  );
});
