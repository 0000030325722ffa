import {
  type Checker,
  type ExecutionRequest,
  JUDGING_LIMITS,
  resolveLimits,
  type TestCase,
  type TestLimits,
} from "@neuron/contract";
import type { ChooseLanguage } from "./language-choice.js";
import { invalidField, ProblemError, quote } from "./problem-error.js";
import { sourceTooLarge } from "./source-files.js";
import { refuseIllFormed, refuseNul } from "./text.js";

type JudgingFields = Pick<ExecutionRequest, "tests" | "checker" | "stopOnFirstFailure" | "outputs">;

export interface JudgingContext {
  readonly chooseLanguage: ChooseLanguage;
  readonly maxSourceBytes: number;
  readonly checkArgs: (field: string, args: readonly string[]) => void;
}

/** The fields about tests and outputs as a worker gets them; throws a `ProblemError` that names the one at fault. */
export const completeJudging = (body: ExecutionRequest, context: JudgingContext): JudgingFields => {
  const { tests, checker, stopOnFirstFailure, outputs } = body;
  if (tests === undefined) {
    if (checker !== undefined) throw needsTests("checker");
    if (stopOnFirstFailure !== undefined) throw needsTests("stopOnFirstFailure");
  } else if (outputs !== undefined) {
    throw invalidField(
      "outputs",
      "outputs and tests cannot be used together.",
      "Files are returned for an execution without tests.",
    );
  }
  outputs?.forEach(checkPattern);
  return {
    ...(tests && { tests: tests.map((test, index) => completeTest(test, index, body.limits, context)) }),
    ...(checker && { checker: completeChecker(checker, context) }),
  };
};

const needsTests = (field: string): ProblemError =>
  invalidField(field, `${field} needs tests.`, "Put what is expected into tests[0].expected.");

const completeTest = (
  test: TestCase,
  index: number,
  limits: ExecutionRequest["limits"],
  { checkArgs }: JudgingContext,
): TestCase => {
  const field = `tests[${index}]`;
  if (test.name !== undefined) refuseIllFormed(`${field}.name`, test.name);
  if (test.stdin !== undefined) refuseIllFormed(`${field}.stdin`, test.stdin);
  if (test.expected !== undefined) refuseIllFormed(`${field}.expected`, test.expected);
  if (test.args !== undefined) checkArgs(`${field}.args`, test.args);
  return test.limits === undefined ? test : { ...test, limits: mergeLimits(limits, test.limits) };
};

/** What the test's limits change about the execution's, also those that follow from another. */
const mergeLimits = (limits: ExecutionRequest["limits"], own: TestLimits): TestLimits => {
  const { cpuTimeMs, wallTimeMs, memoryBytes, processes, outputBytes, diskBytes } = resolveLimits({
    ...limits,
    ...own,
  });
  return { cpuTimeMs, wallTimeMs, memoryBytes, processes, outputBytes, diskBytes };
};

const completeChecker = (checker: Checker, context: JudgingContext): Checker => {
  const { type, absolute, relative, language, source } = checker;
  const { chooseLanguage, maxSourceBytes } = context;
  if (type !== "float") refuseField({ absolute, relative }, "float");
  if (type !== "program") {
    refuseField({ language, source }, "program");
    return checker;
  }
  if (language === undefined) throw missing("language", "Name the language that the checker is written in.");
  if (source === undefined) throw missing("source", "Put the checker's text into checker.source.");
  refuseIllFormed("checker.source", source);
  if (Buffer.byteLength(source) > maxSourceBytes) throw sourceTooLarge("checker.source", maxSourceBytes);
  return { ...checker, language: chooseLanguage(language, "checker.language").id };
};

const refuseField = (fields: Readonly<Record<string, unknown>>, type: string): void => {
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    throw invalidField(
      `checker.${name}`,
      `checker.${name} belongs to a checker of type ${type}.`,
      `Leave it out, or set checker.type to "${type}".`,
    );
  }
};

const missing = (name: string, hint: string): ProblemError =>
  new ProblemError("missing_field", {
    detail: `The field checker.${name} is required for a checker of type program.`,
    hint,
    field: `checker.${name}`,
  });

const checkPattern = (pattern: string, index: number): void => {
  const field = `outputs[${index}]`;
  refuseNul(field, pattern);
  refuseIllFormed(field, pattern);
  if (Buffer.byteLength(pattern) > JUDGING_LIMITS.patternBytes)
    throw invalidField(field, `${field} is longer than ${JUDGING_LIMITS.patternBytes} bytes.`);
  const parts = pattern.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) {
    throw invalidField(
      field,
      `${field} matches nothing: ${quote(pattern)}.`,
      "Patterns are relative to the work folder, such as *.png, out/*.csv or **/*.txt.",
    );
  }
};
