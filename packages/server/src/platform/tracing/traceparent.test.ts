import { expect, test } from "vitest";
import { readTraceparent, traceIdOf } from "./index.js";

const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
const span = "00f067aa0ba902b7";

test.each([
  [`00-${trace}-${span}-01`, `00-${trace}-${span}-01`],
  [`00-${trace}-${span}-00`, `00-${trace}-${span}-00`],
  // A newer version may have more.
  [`cc-${trace}-${span}-01-what-the-future-brings`, `00-${trace}-${span}-01`],
  [`cc-${trace}-${span}-01`, `00-${trace}-${span}-01`],
])("%s is read", (header, read) => {
  expect(readTraceparent(header)).toBe(read);
});

test.each([
  undefined,
  "",
  "hello",
  ["a", "b"],
  `00-${trace}-${span}-01-more`,
  `cc-${trace}-${span}-01.more`,
  `ff-${trace}-${span}-01`,
  `00-${"0".repeat(32)}-${span}-01`,
  `00-${trace}-${"0".repeat(16)}-01`,
  `00-${trace.toUpperCase()}-${span}-01`,
  `00-${trace}-${span}`,
  ` 00-${trace}-${span}-01`,
  `00-${trace}-${span}-01\n`,
  `cc-${trace}-${span}-01-${"x".repeat(300)}`,
])("%j is none", (header) => {
  expect(readTraceparent(header)).toBeUndefined();
});

test("a trace's id is known by it", () => {
  expect(traceIdOf(`00-${trace}-${span}-01`)).toBe(trace);
  expect(traceIdOf(undefined)).toBeUndefined();
});
