import { expect, test } from "vitest";
import { didYouMean } from "./suggest.js";

const FIELDS = ["language", "source", "files", "stdin", "args", "cpuTimeMs", "wallTimeMs", "memoryBytes"];

test.each([
  ["sorce", 'Did you mean "source"?'],
  ["soucre", 'Did you mean "source"?'],
  ["STDIN", 'Did you mean "stdin"?'],
  ["cpu_time_ms", 'Did you mean "cpuTimeMs"?'],
  ["cpuTime", 'Did you mean "cpuTimeMs"?'],
  ["source_code", 'Did you mean "source"?'],
  ["memory_limit", 'Did you mean "memoryBytes"?'],
  ["fiels", 'Did you mean "files"?'],
])("%s is near a known name", (written, hint) => {
  expect(didYouMean(written, FIELDS)).toBe(hint);
});

test.each(["zebra", "", "__proto__", "constructor", "toString", "x".repeat(100_000)])(
  "nothing is suggested for %.20s",
  (written) => {
    expect(didYouMean(written, FIELDS)).toBeNull();
  },
);
