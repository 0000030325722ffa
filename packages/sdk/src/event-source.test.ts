import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createEventParser, type RawEvent } from "./event-source.js";

const parse = (...chunks: string[]): RawEvent[] => {
  const parser = createEventParser();
  return chunks.flatMap((chunk) => parser.push(chunk));
};

test("an event with all of its parts", () => {
  expect(parse("id: 1.0\nevent: stdout\ndata: {}\n\n")).toEqual([{ id: "1.0", type: "stdout", data: "{}" }]);
});

test("comments, unknown fields and events without data say nothing", () => {
  expect(parse(":\n\n: beat\n\nretry: 5\n\nevent: x\n\nfoo\n\ndata:1\n\n")).toEqual([
    { id: "", type: "message", data: "1" },
  ]);
});

test("the id stays for the events after it", () => {
  expect(parse("id: 7\ndata: a\n\ndata: b\n\nid\ndata: c\n\n").map(({ id }) => id)).toEqual(["7", "7", ""]);
});

test("several lines of data, one of them empty", () => {
  expect(parse("data: a\ndata\ndata:  b\n\n")[0]?.data).toBe("a\n\n b");
});

test("what was begun and not ended is no event", () => {
  expect(parse("data: a\n\ndata: b\n")).toHaveLength(1);
});

test("wherever the stream is cut, and whichever line ends it uses, the events are the same", () => {
  const text =
    "id: 1\nevent: stdout\ndata: \u{1f600} x\n\n:\n\ndata: y\ndata: z\n\nid: 2\nevent: finished\ndata: {}\n\n";
  const wanted = parse(text);
  expect(wanted).toHaveLength(3);
  fc.assert(
    fc.property(
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.array(fc.nat({ max: text.length * 2 }), { maxLength: 12 }),
      (end, cuts) => {
        // The last carriage return would wait for a line feed that never comes.
        const whole = `${text.replaceAll("\n", end)}:`;
        const places = [0, ...cuts.sort((a, b) => a - b), whole.length];
        const chunks = places.slice(1).map((place, i) => whole.slice(places[i], place));
        expect(parse(...chunks)).toEqual(wanted);
      },
    ),
  );
});
