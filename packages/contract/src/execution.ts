import { type Static, Type } from "typebox";
import { CheckerSchema, limit, OutputFileSchema, TestLimitsSchema, TestSchema } from "./judging.js";
import { JUDGING_LIMITS, LIMITS, MAX_QUEUE_MS } from "./limits.js";
import { nullable } from "./nullable.js";
import { OUTCOMES, STATUSES } from "./outcome.js";
import { SessionSchema, TerminalSizeSchema } from "./session.js";
import { MAX_CALLBACK_URL } from "./webhook.js";

const closed = { additionalProperties: false } as const;

/** Limits a client may set. Times in milliseconds, sizes in bytes. What is left out takes the server's default. */
export const LimitsSchema = Type.Object(
  {
    ...TestLimitsSchema.properties,
    compileCpuTimeMs: limit(LIMITS.compileCpuTimeMs),
    compileWallTimeMs: limit(LIMITS.compileWallTimeMs),
    compileMemoryBytes: limit(LIMITS.compileMemoryBytes),
  },
  closed,
);
export type Limits = Static<typeof LimitsSchema>;

/** Every limit, filled in. */
export type ResolvedLimits = Required<Limits>;

export const SourceFileSchema = Type.Object(
  {
    path: Type.String({ minLength: 1, maxLength: 255 }),
    content: Type.String(),
    encoding: Type.Optional(Type.Enum(["utf8", "base64"])),
  },
  closed,
);
export type SourceFile = Static<typeof SourceFileSchema>;

/** The body of `POST /v1/executions`. Either `source` or `files` is required. */
export const ExecutionRequestSchema = Type.Object(
  {
    language: Type.String({ minLength: 1, maxLength: 64 }),
    source: Type.Optional(Type.String()),
    files: Type.Optional(Type.Array(SourceFileSchema, { minItems: 1, maxItems: 256 })),
    entry: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    stdin: Type.Optional(Type.String()),
    args: Type.Optional(Type.Array(Type.String(), { maxItems: 256 })),
    env: Type.Optional(Type.Record(Type.String(), Type.String())),
    compileArgs: Type.Optional(Type.Array(Type.String(), { maxItems: 64 })),
    limits: Type.Optional(LimitsSchema),
    /** Compiled once, run once for each. */
    tests: Type.Optional(Type.Array(TestSchema, { minItems: 1, maxItems: JUDGING_LIMITS.tests })),
    checker: Type.Optional(CheckerSchema),
    stopOnFirstFailure: Type.Optional(Type.Boolean()),
    /** Patterns of files to return: `*` and `?` within a name, `**` for any folders. */
    outputs: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { maxItems: JUDGING_LIMITS.patterns })),
    /** Where the finished execution is sent to. http or https. */
    callbackUrl: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_CALLBACK_URL })),
    interactive: Type.Optional(Type.Boolean()),
    terminal: Type.Optional(TerminalSizeSchema),
    session: Type.Optional(SessionSchema),
    priority: Type.Optional(Type.Enum(["interactive", "batch"])),
    maxQueueMs: Type.Optional(Type.Integer({ minimum: MAX_QUEUE_MS.minimum, maximum: MAX_QUEUE_MS.maximum })),
    metadata: Type.Optional(Type.Record(Type.String(), Type.String())),
  },
  closed,
);
export type ExecutionRequest = Static<typeof ExecutionRequestSchema>;

const RunSchema = Type.Object({
  outcome: Type.Enum([...OUTCOMES]),
  exitCode: nullable(Type.Integer()),
  /** Name of the signal that ended the program, such as `SIGSEGV`. */
  signal: nullable(Type.String()),
  message: nullable(Type.String()),
  stdout: Type.String(),
  stderr: Type.String(),
  stdoutTruncated: Type.Boolean(),
  stderrTruncated: Type.Boolean(),
  /** Encoding of both stdout and stderr: base64 when either is not valid UTF-8. */
  encoding: Type.Enum(["utf8", "base64"]),
  cpuTimeMs: Type.Number(),
  wallTimeMs: Type.Number(),
  memoryBytes: Type.Integer(),
});

/** What one start of the program did. A value that was not reached is null. */
export const RunResultSchema = Type.Object({
  ...RunSchema.properties,
  /**
   * How many bytes were printed in a row, to stdout and stderr by turns, beginning with stdout. Absent where one of them is
   * empty, or there were too many turns.
   */
  order: Type.Optional(Type.Array(Type.Integer())),
});
export type RunResult = Static<typeof RunResultSchema>;

/** The run of one test. */
export const TestResultSchema = Type.Object({
  name: nullable(Type.String()),
  ...RunSchema.properties,
});
export type TestResult = Static<typeof TestResultSchema>;

export const CompileResultSchema = Type.Object({
  exitCode: nullable(Type.Integer()),
  signal: nullable(Type.String()),
  stdout: Type.String(),
  stderr: Type.String(),
  cpuTimeMs: Type.Number(),
  wallTimeMs: Type.Number(),
  memoryBytes: Type.Integer(),
  cached: Type.Boolean(),
});
export type CompileResult = Static<typeof CompileResultSchema>;

export const ExecutionSchema = Type.Object({
  id: Type.String(),
  status: Type.Enum([...STATUSES]),
  outcome: nullable(Type.Enum([...OUTCOMES])),
  language: Type.Object({ id: Type.String(), version: Type.String() }),
  createdAt: Type.String(),
  startedAt: nullable(Type.String()),
  finishedAt: nullable(Type.String()),
  /** Present while queued. */
  queue: Type.Optional(Type.Object({ position: Type.Integer(), estimatedWaitMs: Type.Integer() })),
  compile: nullable(CompileResultSchema),
  /** Null when it was not reached, and for an execution with tests. */
  run: nullable(RunResultSchema),
  /** Those that were run, in the request's order. */
  tests: Type.Array(TestResultSchema),
  outputs: Type.Array(OutputFileSchema),
  /** More files matched than are returned. */
  outputsTruncated: Type.Boolean(),
  timings: Type.Object({
    queuedMs: nullable(Type.Number()),
    compileMs: nullable(Type.Number()),
    runMs: nullable(Type.Number()),
    totalMs: nullable(Type.Number()),
  }),
  sandbox: nullable(Type.Object({ id: Type.String(), primed: Type.Boolean(), uses: Type.Integer() })),
  attempts: Type.Integer(),
  /** A client may attach to it. */
  interactive: Type.Optional(Type.Boolean()),
  metadata: Type.Record(Type.String(), Type.String()),
});
export type Execution = Static<typeof ExecutionSchema>;
