import { expect, test } from "vitest";
import { type CompileStop, describeCompileStop, readCompileStop } from "./compile-stop.js";

const LIMITS = { cpuTimeMs: 10, wallTimeMs: 20, memoryBytes: 30, outputBytes: 40 };
const STOPS: readonly (readonly [CompileStop, string])[] = [
  ["time_limit", "The compiler was stopped at its time limit (10 ms of CPU time, 20 ms in all)."],
  ["memory_limit", "The compiler was stopped at its memory limit (30 bytes)."],
  ["output_limit", "The compiler was stopped because it printed more than 40 bytes."],
];

test.each(STOPS)("%s is said and read", (stop, said) => {
  expect(describeCompileStop(stop, LIMITS)).toBe(said);
  for (const stderr of [`${said}\n`, `before\n${said}\n`, `\n\n${said}\n`])
    for (const exitCode of [null, 0]) expect(readCompileStop({ exitCode, stderr })).toBe(stop);
});

test("what is not its last line, or comes with an exit code, says nothing", () => {
  const said = describeCompileStop("time_limit", LIMITS);
  for (const stderr of [
    "",
    "\n",
    said,
    `x ${said}\n`,
    `${said}\nafter\n`,
    `${said}\n\n`,
    "The compiler was stopped\n",
  ])
    expect([stderr, readCompileStop({ exitCode: null, stderr })]).toEqual([stderr, null]);
  expect(readCompileStop({ exitCode: 1, stderr: `${said}\n` })).toBeNull();
});
