import { expect, it } from "vitest";
import { splitArguments } from "./split-arguments.js";

it.each([
  ["", []],
  ["  a  b ", ["a", "b"]],
  [`'two words' "and two"`, ["two words", "and two"]],
  [`a"b c"d''e`, ["ab cde"]],
  [`"" ''`, ["", ""]],
  [`"a \\"b\\" \\c"`, [`a "b" \\c`]],
  [`'a \\ b' c\\ d`, ["a \\ b", "c d"]],
  [`'open`, ["open"]],
  ["$HOME *", ["$HOME", "*"]],
  ["a\\", ["a\\"]],
])("%j", (line, words) => {
  expect(splitArguments(line)).toEqual(words);
});
