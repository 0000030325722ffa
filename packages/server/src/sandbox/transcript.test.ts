import { describe, expect, it } from "vitest";
import { type OutputPosition, Transcript } from "./transcript.js";

const START: OutputPosition = { stdout: 0, stderr: 0 };

const filled = (...pieces: readonly (readonly ["stdout" | "stderr", string | Buffer])[]): Transcript => {
  const transcript = new Transcript();
  for (const [stream, bytes] of pieces) transcript.add(stream, Buffer.from(bytes));
  return transcript;
};
const shown = (transcript: Transcript, from = START, most = 1000) =>
  transcript.read(from, most).map(({ stream, bytes }) => [stream, bytes.toString()]);

describe("a transcript", () => {
  it("gives both streams in the order of their printing, and those in a row as one", () => {
    const transcript = filled(["stdout", "a"], ["stdout", "b"], ["stderr", "x"], ["stdout", "c"]);
    expect(shown(transcript)).toEqual([
      ["stdout", "ab"],
      ["stderr", "x"],
      ["stdout", "c"],
    ]);
    expect(transcript.all("stdout").toString()).toBe("abc");
  });

  it("goes on from any position, also within a piece, and with one stream behind the other", () => {
    const transcript = filled(["stdout", "abc"], ["stderr", "xyz"], ["stdout", "def"]);
    expect(shown(transcript, { stdout: 2, stderr: 0 })).toEqual([
      ["stdout", "c"],
      ["stderr", "xyz"],
      ["stdout", "def"],
    ]);
    expect(shown(transcript, { stdout: 1, stderr: 3 })).toEqual([["stdout", "bcdef"]]);
    expect(shown(transcript, { stdout: 6, stderr: 3 })).toEqual([]);
    expect(shown(transcript, { stdout: 99, stderr: 99 })).toEqual([]);
  });

  it("gives no more than was asked for, and all of it in the end", () => {
    const transcript = filled(["stdout", "abc"], ["stderr", "xyz"]);
    expect(shown(transcript, START, 4)).toEqual([
      ["stdout", "abc"],
      ["stderr", "x"],
    ]);
    let text = "";
    const position = { ...START };
    for (;;) {
      const pieces = transcript.read(position, 2);
      if (pieces.length === 0) break;
      for (const { stream, bytes } of pieces) {
        position[stream] += bytes.length;
        text += bytes.toString();
      }
    }
    expect(text).toBe("abcxyz");
  });

  it("never splits a character, also when the other stream comes in between", () => {
    const euro = Buffer.from("€");
    const transcript = filled(["stdout", Buffer.concat([Buffer.from("1"), euro.subarray(0, 1)])]);
    expect(shown(transcript)).toEqual([["stdout", "1"]]);
    transcript.add("stderr", Buffer.from("x".repeat(100)));
    expect(shown(transcript, { stdout: 1, stderr: 0 })).toEqual([["stderr", "x".repeat(100)]]);
    transcript.add("stdout", euro.subarray(1, 2));
    expect(shown(transcript, { stdout: 1, stderr: 100 })).toEqual([]);
    transcript.add("stdout", Buffer.concat([euro.subarray(2), Buffer.from("!")]));
    expect(shown(transcript, { stdout: 1, stderr: 100 })).toEqual([["stdout", "€!"]]);
    expect(shown(transcript, START, 102)).toEqual([
      ["stdout", "1"],
      ["stderr", "x".repeat(100)],
    ]);
  });

  it("gives bytes that are no text as they are", () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x80]);
    expect(filled(["stdout", bytes]).read(START, 100)).toEqual([{ stream: "stdout", bytes }]);
  });

  it("says when something was added", () => {
    const transcript = new Transcript();
    let times = 0;
    transcript.onAdded = () => {
      times += 1;
    };
    transcript.add("stdout", Buffer.from("a"));
    transcript.add("stderr", Buffer.from("a"));
    expect(times).toBe(2);
  });

  it("tells its turns, beginning with stdout, where both were printed to", () => {
    expect(filled(["stdout", "a"], ["stdout", "b"]).turns(9)).toBeNull();
    expect(filled(["stderr", "x"]).turns(9)).toBeNull();
    const both = filled(["stdout", "a"], ["stdout", "b"], ["stderr", "xyz"], ["stdout", "c"]);
    expect(both.turns(3)).toEqual([2, 3, 1]);
    expect(both.turns(2)).toBeNull();
    expect(filled(["stderr", "x"], ["stdout", "ab"]).turns(9)).toEqual([0, 1, 2]);
  });

  it("has no turn within a character", () => {
    const [first = 0, second = 0] = Buffer.from("ż");
    const split = filled(
      ["stdout", Buffer.from([97, first])],
      ["stderr", "x"],
      ["stdout", Buffer.from([second])],
    );
    expect(split.turns(9)).toEqual([1, 1, 2]);
  });
});
