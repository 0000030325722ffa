import { describe, expect, it } from "vitest";
import { decodeLossily, encodeOutput } from "./output-text.js";

const encode = (stdout: Buffer, stdoutTruncated = false, stderr = Buffer.alloc(0)) =>
  encodeOutput({ stdout, stderr, stdoutTruncated, stderrTruncated: false });

describe("encodeOutput", () => {
  it.each(["", "plain\n", "nul \0 inside", "\ufeffwith mark", "grüße 漢字 🙂"])(
    "gives text as it is: %j",
    (text) => {
      expect(encode(Buffer.from(text))).toEqual({ stdout: text, stderr: "", encoding: "utf8" });
    },
  );

  it.each([
    ["a stray continuation byte", [0x61, 0x80]],
    ["an overlong form", [0xc0, 0xaf]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
    ["beyond Unicode", [0xf4, 0x90, 0x80, 0x80]],
    ["an incomplete character", [0xe6, 0xbc]],
  ])("gives both as base64 when one has %s", (_, bytes) => {
    const stdout = Buffer.from(bytes);
    const stderr = Buffer.from("fine");
    expect(encode(stdout, false, stderr)).toEqual({
      stdout: stdout.toString("base64"),
      stderr: stderr.toString("base64"),
      encoding: "base64",
    });
  });

  it.each(["é", "漢", "🙂"])("drops a character %s that the limit split", (character) => {
    const bytes = Buffer.from(`ab${character}`);
    for (let length = 2; length < bytes.length; length += 1) {
      expect(encode(bytes.subarray(0, length), true).stdout).toBe("ab");
    }
    expect(encode(bytes, true).stdout).toBe(`ab${character}`);
  });

  it("keeps every byte of what was cut and is not text anyway", () => {
    const bytes = Buffer.from([0xff, 0x61, 0xe6]);
    expect(encode(bytes, true)).toEqual({ stdout: bytes.toString("base64"), stderr: "", encoding: "base64" });
  });

  it("does not take stray bytes at the end for a split character", () => {
    expect(encode(Buffer.from([0x61, 0x80, 0x80, 0x80]), true).encoding).toBe("base64");
  });
});

describe("decodeLossily", () => {
  it("always gives text", () => {
    expect(decodeLossily(Buffer.from([0x61, 0xff, 0x62]), false)).toBe("a\ufffdb");
    expect(decodeLossily(Buffer.from([0x61, 0xe6, 0xbc]), true)).toBe("a");
  });
});
