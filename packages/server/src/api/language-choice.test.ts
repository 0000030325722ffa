import { expect, test } from "vitest";
import { createLanguageChoice } from "./language-choice.js";
import { ProblemError } from "./problem-error.js";
import { CPP, PYTHON } from "./test-api.js";

const OLDER = { ...PYTHON, installedVersion: "3.12.1" };
const choose = createLanguageChoice([PYTHON, OLDER, CPP]);

test.each([
  ["python", PYTHON],
  ["PyThOn", PYTHON],
  ["py", PYTHON],
  ["python@3", PYTHON],
  ["python@3.13", PYTHON],
  ["PY@3.13.5", PYTHON],
  ["python@3.12", OLDER],
  ["C++", CPP],
  ["c++@14", CPP],
])("%s", (written, expected) => {
  expect(choose(written)).toBe(expected);
});

test.each([
  ["python@3.1", "Installed: python@3.13.5, python@3.12.1."],
  ["python@", "Installed:"],
  ["python@3.13.", "Installed:"],
  ["python@3@13", "Installed:"],
  ["pyton", 'Did you mean "python"'],
  ["cobol", "GET /v1/languages"],
  ["__proto__", "GET /v1/languages"],
  ["constructor", "GET /v1/languages"],
  [" python", 'Did you mean "python"'],
])("%j is refused with a hint", (written, hint) => {
  const attempt = () => choose(written);
  expect(attempt).toThrow(ProblemError);
  expect(attempt).toThrow(
    expect.objectContaining({
      code: "unknown_language",
      details: expect.objectContaining({ field: "language", hint: expect.stringContaining(hint) }),
    }),
  );
});
