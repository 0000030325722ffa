import { resolveLimits } from "@neuron/contract";
import type { Check, FailureCheck } from "../languages/schema.js";
import type { InstalledLanguage } from "../languages/types.js";
import { Cancellation } from "../platform/cancellation.js";
import type { Sandbox } from "../sandbox/types.js";
import { systemClock } from "../worker/clock.js";
import { type Executed, executePlan } from "../worker/execute.js";
import { planJob } from "../worker/plan.js";

/** One program of a language, run in a real sandbox. */
export interface Proven {
  readonly check: string;
  /** What was other than it must be; null: nothing. */
  readonly wrong: string | null;
}

export interface Proof {
  readonly checks: readonly Proven[];
  /** Why a check is not there, by its name. */
  readonly without: Readonly<Record<string, string>>;
  /** Compile and run of the hello program in a jail that was made ahead: the best of several, in milliseconds. */
  readonly helloMs: number | null;
}

/** Gives a sandbox that must not be used again for another one. */
export type NextSandbox = (used: Sandbox | null) => Promise<Sandbox>;

const HELLO_RUNS = 3;
const GRACE_MS = 10_000;

interface Given {
  readonly source: string;
  readonly stdin?: string;
  readonly args?: readonly string[];
}

/**
 * Runs every program of a language's definition as an execution would: with its default limits, in a sandbox as others are.
 * What a program does wrong is in the proof; rejects only where sandboxes cannot be had.
 */
export const prove = async (
  language: InstalledLanguage,
  next: NextSandbox,
  signal?: AbortSignal,
): Promise<Proof> => {
  let sandbox = await next(null);

  const execute = async ({ source, stdin, args }: Given): Promise<Executed> => {
    signal?.throwIfAborted();
    const plan = planJob(
      {
        id: "proof",
        tenant: "proof",
        language: { id: language.id, version: language.installedVersion },
        request: {
          language: language.id,
          source,
          limits: resolveLimits(language.limits),
          ...(stdin !== undefined && { stdin }),
          ...(args && { args: [...args] }),
        },
        createdAt: Date.now(),
        maxQueueMs: 60_000,
      },
      language,
    );
    await sandbox.prepare(plan.kind);
    const executed = await executePlan(sandbox, plan, {
      cancellation: new Cancellation(),
      graceMs: GRACE_MS,
      clock: systemClock,
    });
    if (executed.dirty !== null) sandbox = await next(sandbox);
    return executed;
  };

  const checks: Proven[] = [];
  const without: Record<string, string> = {};
  const look = async (
    check: string,
    given: Given,
    judge: (executed: Executed) => string | null,
  ): Promise<void> => {
    checks.push({ check, wrong: await execute(given).then(judge, failed) });
  };
  // Only a sandbox that is lost is followed by another one.
  const failed = async (error: unknown): Promise<string> => {
    signal?.throwIfAborted();
    sandbox = await next(sandbox);
    return `the sandbox: ${(error as Error).message}`;
  };

  let helloMs: number | null = null;
  for (let run = 0; run < HELLO_RUNS; run += 1) {
    await look("hello", language.hello, (executed) => {
      const tookMs = (executed.compileMs ?? 0) + (executed.runMs ?? 0);
      if (executed.outcome === "accepted") helloMs = Math.min(helloMs ?? tookMs, tookMs);
      return printed(executed, language.hello.stdout);
    });
    if (checks.at(-1)?.wrong !== null || run === HELLO_RUNS - 1) break;
    checks.pop();
  }
  const { stdin, arguments: args, unicode, runtimeError, compileError } = language.checks ?? {};
  for (const [name, check] of Object.entries({ stdin, arguments: args, unicode })) {
    if (!check) continue;
    if ("none" in check) without[name] = check.none;
    else await look(name, check, (executed) => printed(executed, (check as Check).stdout));
  }
  if (runtimeError && "none" in runtimeError) without.runtimeError = runtimeError.none;
  else if (runtimeError)
    await look("runtimeError", runtimeError, (executed) => failedRight(executed, runtimeError));
  if (compileError && "none" in compileError) without.compileError = compileError.none;
  else if (compileError)
    await look("compileError", compileError, (executed) => refusedRight(executed, compileError.message));
  return { checks, without, helloMs };
};

const printed = (executed: Executed, stdout: string): string | null => {
  if (executed.outcome !== "accepted") return describe(executed);
  return executed.run?.stdout === stdout
    ? null
    : `printed ${show(executed.run?.stdout)} instead of ${show(stdout)}`;
};

const failedRight = (executed: Executed, wanted: FailureCheck): string | null => {
  const { run, outcome } = executed;
  if (outcome !== "runtime_error" || run === null) return describe(executed);
  const { exitCode, signal, message, stdout } = wanted;
  if (exitCode !== undefined && run.exitCode !== exitCode)
    return `exit code ${run.exitCode} instead of ${exitCode}`;
  if (signal !== undefined && run.signal !== signal) return `signal ${run.signal} instead of ${signal}`;
  if (stdout !== undefined && run.stdout !== stdout)
    return `printed ${show(run.stdout)} instead of ${show(stdout)}`;
  if (message !== undefined && !run.stderr.includes(message))
    return `${show(message)} is not in ${show(run.stderr)}`;
  return null;
};

const refusedRight = (executed: Executed, message?: string): string | null => {
  const { compile, outcome } = executed;
  if (outcome !== "compile_error" || compile === null) return describe(executed);
  const said = `${compile.stdout}${compile.stderr}`;
  return message === undefined || said.includes(message) ? null : `${show(message)} is not in ${show(said)}`;
};

const describe = ({ outcome, compile, run }: Executed): string => {
  const { exitCode = null, signal = null } = run ?? compile ?? {};
  const said = run ? `${run.stderr}${run.stdout}` : `${compile?.stderr ?? ""}${compile?.stdout ?? ""}`;
  return [outcome, exitCode === null ? null : `exit code ${exitCode}`, signal, run?.message, show(said)]
    .filter(Boolean)
    .join(", ");
};

const SHOWN = 400;
const show = (text = ""): string => JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text);
