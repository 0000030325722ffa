import { type Checker, JUDGING_LIMITS, type Outcome } from "@neuron/contract";
import type { InstalledLanguage } from "../../languages/types.js";
import type { Job } from "../../queue/types.js";
import type { RunReport } from "../../sandbox/types.js";
import type { CompileCache } from "../compile-cache.js";
import type { ExecuteOptions } from "../execute.js";
import { NoSuchLanguageError } from "../no-such-language.js";
import { decodeLossily } from "../output-text.js";
import { planJob } from "../plan.js";
import { createCompare } from "./compare.js";
import type { Lane } from "./lane.js";
import { type Program, prepareProgram, runPlan, withFiles } from "./program.js";

/** What one test came to. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly message: string | null;
}

export interface Printed {
  readonly input: string;
  /** Null: nothing in particular. */
  readonly expected: string | null;
  readonly output: Buffer;
}

/** Judges what a program printed that ended well. */
export type Check = (
  lane: Lane,
  printed: Printed,
  options: Omit<ExecuteOptions, "cacheEntry">,
) => Promise<Verdict>;

export interface CheckerContext {
  readonly job: Job;
  readonly languages: ReadonlyMap<string, InstalledLanguage>;
  readonly compileCache: CompileCache;
}

const ACCEPTED: Verdict = { outcome: "accepted", message: null };
const CANCELLED: Verdict = { outcome: "cancelled", message: "cancelled by the client" };

/** Throws where the checker's language is not here: that is no fault of the checker's. */
export function createCheck(checker: Checker | undefined, context: CheckerContext): Check {
  if (checker?.type === "program") return createProgramCheck(checker, context);
  const compare = createCompare(checker ?? { type: "lines" });
  return async (_lane, { expected, output }) => {
    if (expected === null) return ACCEPTED;
    const message = await compare(Buffer.from(expected), output);
    return message === null ? ACCEPTED : { outcome: "wrong_answer", message };
  };
}

const FILES = { input: "input.txt", output: "output.txt", answer: "answer.txt" } as const;

/** The checker is a program like the one that it judges, as little trusted, in a jail of its own. */
function createProgramCheck(checker: Checker, { job, languages, compileCache }: CheckerContext): Check {
  const id = checker.language ?? "";
  const language = languages.get(id);
  if (!language) throw new NoSuchLanguageError(id);
  const plan = planJob(
    {
      ...job,
      language: { id: language.id, version: language.installedVersion },
      request: {
        language: language.id,
        source: checker.source ?? "",
        args: [FILES.input, FILES.output, FILES.answer],
      },
    },
    language,
  );
  /** Compiled by the first test that asks; those that ask meanwhile wait. */
  let program: Promise<Program> | null = null;

  return async (lane, { input, expected, output }, options) => {
    let compiled: Program;
    for (;;) {
      const mine =
        program ??
        prepareProgram(lane, NO_PLACE, plan, {
          ...options,
          cacheEntry: compileCache.entry(job.tenant, language, plan),
        });
      program = mine;
      compiled = await mine;
      if (compiled.outcome !== "cancelled") break;
      if (options.cancellation.cancelled) return CANCELLED;
      // It was another test's to compile, and only that one is cancelled.
      if (program === mine) program = null;
    }
    if (compiled.outcome === "compile_error") {
      const { stderr, stdout } = compiled.compile ?? { stderr: "", stdout: "" };
      return failed("does not compile", stderr || stdout);
    }
    const checked = withFiles(compiled.planFor(plan), [
      { path: FILES.input, content: input },
      { path: FILES.output, content: output },
      { path: FILES.answer, content: expected ?? "" },
    ]);
    const { report } = await lane.run(checked.kind, NO_PLACE, (sandbox) =>
      runPlan(sandbox, checked, options),
    );
    return verdictOf(report);
  };
}

const NO_PLACE = (): void => undefined;

/** The convention of testlib, whose word for "not even the right format" is exit code 2 and this message. */
const PRESENTATION_ERROR = /^wrong output format /;

function verdictOf(report: RunReport): Verdict {
  const said = head(decodeLossily(report.stderr, report.stderrTruncated));
  if (report.outcome === "cancelled") return CANCELLED;
  if (report.outcome === "accepted") return { outcome: "accepted", message: said || null };
  const { exitCode } = report;
  if (exitCode === 1 || (exitCode === 2 && PRESENTATION_ERROR.test(said)))
    return { outcome: "wrong_answer", message: said || null };
  return failed(whatHappened(report), said);
}

function whatHappened({ outcome, exitCode, signal, message }: RunReport): string {
  if (exitCode !== null) return `ended with exit code ${exitCode} (0 is right, 1 is wrong)`;
  if (outcome === "runtime_error" && signal !== null) return `was ended by ${signal}`;
  return `failed: ${message ?? outcome}`;
}

const failed = (what: string, said: string): Verdict => ({
  outcome: "internal_error",
  message: head(`The checker ${what}${said === "" ? "" : `:\n${said}`}`),
});

/** Whole characters. */
function head(text: string): string {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed);
  const most = JUDGING_LIMITS.messageBytes;
  return bytes.length > most ? `${decodeLossily(bytes.subarray(0, most), true)}...` : trimmed;
}
