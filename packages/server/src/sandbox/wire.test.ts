import { describe, expect, test } from "vitest";
import {
  decodeCollected,
  decodeExit,
  decodeOutputs,
  decodeReady,
  encodeEnv,
  encodeOutputs,
  encodePrepare,
  encodeStart,
  type Frame,
  FrameReader,
  FromAgent,
  frame,
  ToAgent,
} from "./wire.js";

/** Reads what the encoders wrote, by the layout that the agent's wire.h describes. */
function cursor(payload: Buffer) {
  let at = 0;
  const number = (bytes: number): number => {
    const value = bytes === 8 ? Number(payload.readBigUInt64LE(at)) : payload.readUIntLE(at, bytes);
    at += bytes;
    return value;
  };
  const str = (): string => {
    const length = number(4);
    at += length;
    return payload.toString("utf8", at - length, at);
  };
  return { number, str, strs: () => Array.from({ length: number(4) }, str), left: () => payload.length - at };
}

const only = (bytes: Buffer) => {
  const frames = new FrameReader().push(bytes);
  expect(frames).toHaveLength(1);
  return frames[0] as (typeof frames)[number];
};

describe("FrameReader", () => {
  const stream = Buffer.concat([frame(64, Buffer.from("abc")), frame(65), frame(67, Buffer.alloc(9_000, 7))]);

  test.each([1, 2, 5, 4096, stream.length])("cuts a stream that comes %i bytes at a time", (size) => {
    const reader = new FrameReader();
    const frames: Frame[] = [];
    for (let at = 0; at < stream.length; at += size)
      frames.push(...reader.push(stream.subarray(at, at + size)));
    expect(frames.map(({ type, payload }) => [type, payload.length])).toEqual([
      [64, 3],
      [65, 0],
      [67, 9_000],
    ]);
    expect(frames[0]?.payload.toString()).toBe("abc");
  });

  test("takes a frame of 1 MiB and refuses a larger one as soon as its head is there", () => {
    expect(only(frame(67, Buffer.alloc(1 << 20))).payload).toHaveLength(1 << 20);
    for (const length of [(1 << 20) + 1, 0x7fffffff, 0xffffffff]) {
      const head = Buffer.alloc(5);
      head.writeUInt32LE(length);
      expect(() => new FrameReader().push(head)).toThrow(RangeError);
      const reader = new FrameReader();
      reader.push(head.subarray(0, 4));
      expect(() => reader.push(head.subarray(4))).toThrow(RangeError);
    }
  });
});

test.each([false, true])("PREPARE, booted ahead: %s", (ahead) => {
  const { type, payload } = only(
    encodePrepare({
      kind: "python",
      diskBytes: 2 ** 40 + 1,
      inodes: 1024,
      keep: true,
      terminal: { columns: 80, rows: 24 },
      boot: { argv: ["python3", "é"], env: { A: "1", B: "=" }, ahead },
      layers: ["layers/a-1/root", "core-2/rootfs"],
    }),
  );
  const read = cursor(payload);
  expect(type).toBe(ToAgent.prepare);
  const numbers = [8, 4, 1, 1, 4, 4];
  expect([
    read.str(),
    ...numbers.map((bytes) => read.number(bytes)),
    ...[1, 2, 3].map(() => read.strs()),
  ]).toEqual([
    "python",
    2 ** 40 + 1,
    1024,
    1,
    Number(ahead),
    80,
    24,
    ["python3", "é"],
    ["A=1", "B=="],
    ["layers/a-1/root", "core-2/rootfs"],
  ]);
  expect(read.left()).toBe(0);
});

test("START", () => {
  const { type, payload } = only(
    encodeStart({
      wallTimeMs: 1500,
      outputBytes: 2 ** 33,
      live: true,
      stdin: Buffer.from([0, 255]),
      processes: 7,
      fileBytes: Number.MAX_SAFE_INTEGER,
      argv: ["a", ""],
      env: encodeEnv({ X: "" }),
      files: [
        { path: "a.out", content: "x", executable: true },
        { path: "d/f", content: Buffer.from("\0x") },
      ],
    }),
  );
  const read = cursor(payload);
  expect(type).toBe(ToAgent.start);
  expect([read.number(4), read.number(8), read.number(1), read.number(4)]).toEqual([1500, 2 ** 33, 1, 2]);
  expect([read.number(1), read.number(1)]).toEqual([0, 255]);
  expect([read.number(4), read.number(8)]).toEqual([7, Number.MAX_SAFE_INTEGER]);
  expect([read.strs(), read.strs(), read.number(4), read.str(), read.str()]).toEqual([
    ["a", ""],
    ["X="],
    1,
    "d/f",
    "\0x",
  ]);
  expect([read.number(4), read.str(), read.str()]).toEqual([1, "a.out", "x"]);
  expect(read.left()).toBe(0);
});

describe("COLLECTED", () => {
  const record = (path: string, content: string, executable = false): Buffer => {
    const head = Buffer.alloc(9);
    head.writeUInt8(executable ? 1 : 0, 0);
    head.writeUInt32LE(Buffer.byteLength(path), 1);
    head.writeUInt32LE(Buffer.byteLength(content), 5);
    return Buffer.concat([head, Buffer.from(path + content)]);
  };

  test("is the files", () => {
    const files = Buffer.concat([record("a/b.txt", "é"), record("a.out", "", true)]);
    expect(decodeCollected(files)).toEqual([
      { path: "a/b.txt", content: Buffer.from("é"), executable: false },
      { path: "a.out", content: Buffer.alloc(0), executable: true },
    ]);
    expect(decodeCollected(Buffer.alloc(0))).toEqual([]);
  });

  test.each(["", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a/", "a\0b", "a\nb", "é"])(
    "is nothing when a file is called %j",
    (path) => expect(decodeCollected(record(path, "x"))).toBeNull(),
  );

  test("throws on what is cut or lies", () => {
    const good = record("a", "bcd");
    for (let n = 1; n < good.length; n += 1)
      expect(() => decodeCollected(good.subarray(0, n))).toThrow(RangeError);
    good.writeUInt32LE(0xffffffff, 1);
    expect(() => decodeCollected(good)).toThrow(RangeError);
  });
});

test("OUTPUTS", () => {
  const { type, payload } = only(
    encodeOutputs({ patterns: ["*.png", "ü"], most: { files: 3, fileBytes: 2 ** 40, bytes: 5 } }),
  );
  expect(type).toBe(ToAgent.outputs);
  const read = cursor(payload);
  expect([read.number(8), read.number(8), read.number(4)]).toEqual([2 ** 40, 5, 3]);
  expect([read.strs(), read.left()]).toEqual([["*.png", "ü"], 0]);
});

describe("what OUTPUTS gives", () => {
  const record = (
    path: string,
    content: string | null,
    sizeBytes = Buffer.byteLength(content ?? ""),
  ): Buffer => {
    const head = Buffer.alloc(13);
    head.writeUInt8(content === null ? 0 : 1, 0);
    head.writeUInt32LE(Buffer.byteLength(path), 1);
    head.writeBigUInt64LE(BigInt(sizeBytes), 5);
    return Buffer.concat([head, Buffer.from(path + (content ?? ""))]);
  };
  const most = { files: 9, fileBytes: 100, bytes: 100 };

  test("is the files, by names of any bytes", () => {
    const data = Buffer.concat([record("a\n/é", "x\0y"), record("large", null, 2 ** 50), record("e", "")]);
    expect(decodeOutputs(data, most)).toEqual([
      { path: Buffer.from("a\n/é"), content: Buffer.from("x\0y"), sizeBytes: 3 },
      { path: Buffer.from("large"), content: null, sizeBytes: 2 ** 50 },
      { path: Buffer.from("e"), content: Buffer.alloc(0), sizeBytes: 0 },
    ]);
    expect(decodeOutputs(Buffer.alloc(0), most)).toEqual([]);
  });

  test("throws on what is cut or lies", () => {
    for (const good of [record("a", "bcd"), record("ab", null, 7)])
      for (let n = 1; n < good.length; n += 1)
        expect(() => decodeOutputs(good.subarray(0, n), most)).toThrow(RangeError);
    for (const size of [4, 101, 2 ** 52])
      expect(() => decodeOutputs(record("a", "bcd", size), most)).toThrow(RangeError);
    expect(() => decodeOutputs(record("a", "b".repeat(101)), most)).toThrow(RangeError);
  });
});

test("EXIT and READY", () => {
  const exit = Buffer.alloc(43);
  exit.writeUInt8(2, 0);
  exit.writeInt32LE(-1, 1);
  for (const [i, us] of [1_500n, 2_000n, 250n].entries()) exit.writeBigUInt64LE(us, 5 + 8 * i);
  exit.writeBigUInt64LE(4096n, 29);
  exit.writeUInt8(1, 38);
  exit.writeInt32LE(2, 39);
  expect(decodeExit(exit)).toEqual({
    cause: 2,
    waitStatus: -1,
    wallTimeMs: 1.5,
    userMs: 2,
    systemMs: 0.25,
    maxRssBytes: 4096,
    stdoutCut: false,
    stderrCut: true,
    execErrno: 2,
  });
  expect(() => decodeExit(exit.subarray(0, 42))).toThrow(RangeError);
  expect(decodeReady(Buffer.from("\u0001\0\0\0\0"))).toEqual({ ok: true, why: "" });
  expect(decodeReady(Buffer.from("\0\u0002\0\0\0no"))).toEqual({ ok: false, why: "no" });
  expect(only(frame(FromAgent.started)).payload).toHaveLength(0);
});
