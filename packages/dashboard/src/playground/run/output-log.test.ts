import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { breakLines, createOutputLog } from "./output-log.js";

const bytes = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const shown = (log: ReturnType<typeof createOutputLog>) =>
  log
    .pieces()
    .map(({ text }) => text)
    .join("");

describe("an output log", () => {
  it("shows characters that came in parts, and bytes that are none as U+FFFD", () => {
    const log = createOutputLog();
    const all = bytes("é€😀\n");
    for (const byte of all) log.append("stdout", Uint8Array.of(byte));
    log.append("stdout", Uint8Array.of(0xff, 0xe2));
    log.end();
    expect(shown(log)).toBe("é€😀\n\ufffd\ufffd");
    expect(Buffer.concat(log.bytesOf("stdout"))).toEqual(Buffer.concat([all, Uint8Array.of(0xff, 0xe2)]));
  });

  it("keeps streams apart in its decoding and together in their order", () => {
    const log = createOutputLog();
    log.append("stdout", Uint8Array.of(0xc3));
    log.append("stderr", bytes("err"));
    log.append("stdout", Uint8Array.of(0xa9));
    expect(log.pieces()).toEqual([
      { stream: "stderr", text: "err" },
      { stream: "stdout", text: "é" },
    ]);
    expect(log.tailOf("stderr", 2)).toBe("rr");
  });

  it("takes a carriage return and a line feed for one end, wherever they are parted", () => {
    const log = createOutputLog();
    for (const part of ["a\r", "\nb\r\n", "c\rd\r"]) log.append("stdout", bytes(part));
    log.end();
    expect(shown(log)).toBe("a\nb\nc\rd\r");
  });

  it("shows the beginning of a flood and keeps all of it", () => {
    const log = createOutputLog();
    const megabyte = bytes(`${"x".repeat(1023)}\n`.repeat(1024));
    for (let at = 0; at < 10; at++) log.append("stdout", megabyte);
    log.end();
    expect(shown(log).length).toBe(4 * 1024 * 1024);
    expect(log.state.value).toEqual({ sizeBytes: 10 * 1024 * 1024, hidden: true, broken: false });
    log.clear();
    expect([log.pieces(), log.bytesOf("stdout")]).toEqual([[], []]);
  });

  it("is seen to have been cleared, however much came since", () => {
    const log = createOutputLog();
    log.append("stdout", bytes("a"));
    const [before, version] = [log.pieces(), log.version.value];
    log.clear();
    log.append("stdout", bytes("b"));
    expect(log.pieces()).not.toBe(before);
    expect(log.version.value).toBeGreaterThan(version);
    expect([before, log.pieces()]).toEqual([
      [{ stream: "stdout", text: "a" }],
      [{ stream: "stdout", text: "b" }],
    ]);
  });
});

it("breakLines leaves no line longer than 4,000, and changes nothing else", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 9000 }), fc.constantFrom("a", "😀", "\n"))),
      fc.integer({ min: 0, max: 4000 }),
      (runs, column) => {
        const text = runs.map(([count, unit]) => (unit === "\n" ? unit : unit.repeat(count))).join("");
        const { lines, broken } = breakLines(text, column);
        const [first = "", ...others] = lines.split("\n");
        expect(column + first.length).toBeLessThanOrEqual(4_000);
        for (const line of others) expect(line.length).toBeLessThanOrEqual(4_000);
        expect(lines.replaceAll("\n", "")).toBe(text.replaceAll("\n", ""));
        expect(new TextDecoder().decode(new TextEncoder().encode(lines))).toBe(lines);
        expect(broken).toBe(lines !== text);
      },
    ),
  );
});
