import { expect, test } from "vitest";
import { readConfig } from "./config.js";
import { parseLimitOverrides } from "./limit-overrides.js";

test("limits by language", () => {
  expect(parseLimitOverrides('{"c++": {"run_timeout": 5000, "max_process_count": 128}, "zig": {}}')).toEqual({
    value: new Map(Object.entries({ "c++": { run_timeout: 5000, max_process_count: 128 }, zig: {} })),
  });
  expect(parseLimitOverrides("{}")).toEqual({ value: new Map() });
});

test.each([
  ["{", "JSON"],
  ["[]", "object"],
  ["null", "object"],
  ['{"c++": 1}', "c++"],
  ['{"c++": {"run_time": 1}}', "run_time;"],
  ['{"c++": {"constructor": 1}}', "constructor;"],
  ['{"c++": {"run_timeout": 0}}', "from 1 to 120000"],
  ['{"c++": {"run_timeout": 1.5}}', "whole number"],
  ['{"c++": {"run_timeout": "5"}}', "whole number"],
  ['{"c++": {"run_memory_limit": -1}}', "from 8388608"],
])("%s stops the start", (text, said) => {
  const parsed = parseLimitOverrides(text);
  expect("problem" in parsed ? parsed.problem : "").toContain(said);
  expect(() => readConfig({ env: { NEURON_PISTON_LIMIT_OVERRIDES: text } })).toThrow(
    /NEURON_PISTON_LIMIT_OVERRIDES/,
  );
});
