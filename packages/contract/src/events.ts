import { type Static, type TProperties, Type } from "typebox";
import {
  type CompileResult,
  CompileResultSchema,
  type Execution,
  ExecutionSchema,
  RunResultSchema,
  TestResultSchema,
} from "./execution.js";
import { nullable } from "./nullable.js";

/** The events of `GET /v1/executions/{id}/events`, by name, each with its data. */

/** `queued`: it was accepted; again when it came back from a worker that was lost. */
export const QueuedEventSchema = Type.Pick(ExecutionSchema, ["id", "language", "createdAt", "queue"]);
export type QueuedEvent = Static<typeof QueuedEventSchema>;

/** `started`: a worker runs it. What was told of an earlier attempt is void: everything comes again. */
export const StartedEventSchema = Type.Object({
  /** 1 for the first. */
  attempt: Type.Integer(),
  startedAt: Type.String(),
  queuedMs: Type.Number(),
});
export type StartedEvent = Static<typeof StartedEventSchema>;

/** `compile`: the compile step ended. The head of long messages; the execution has all of them. */
export const CompileEventSchema = Type.Object({
  ...(CompileResultSchema.properties satisfies TProperties),
  stdoutTruncated: Type.Boolean(),
  stderrTruncated: Type.Boolean(),
});
export type CompileEvent = Static<typeof CompileEventSchema>;

/** `stdout`, `stderr`: printed since the event before. Text never ends within a character; base64 where it is no text. */
export const OutputEventSchema = Type.Object({
  data: Type.String(),
  encoding: Type.Enum(["utf8", "base64"]),
});
export type OutputEvent = Static<typeof OutputEventSchema>;

/** `test`: the test at that place of the request has been run. Told in the request's order. */
export const TestEventSchema = Type.Object({ index: Type.Integer(), ...TestResultSchema.properties });
export type TestEvent = Static<typeof TestEventSchema>;

const {
  stdout: _out,
  stderr: _err,
  encoding: _encoding,
  order: _order,
  ...runFigures
} = RunResultSchema.properties;
const { stdout: _compileOut, stderr: _compileErr, ...compileFigures } = CompileResultSchema.properties;

/** `finished`: the execution at its end, without what was printed, of which the events before it told. The last event. */
export const FinishedEventSchema = Type.Object({
  ...ExecutionSchema.properties,
  compile: nullable(Type.Object(compileFigures)),
  run: nullable(Type.Object(runFigures)),
  tests: Type.Array(Type.Object({ name: TestResultSchema.properties.name, ...runFigures })),
});
export type FinishedEvent = Static<typeof FinishedEventSchema>;

/** Characters of each stream of a compiler that its event tells. */
const COMPILE_TEXT = 65_536;

export const toCompileEvent = (result: CompileResult): CompileEvent => ({
  ...result,
  stdout: head(result.stdout),
  stderr: head(result.stderr),
  stdoutTruncated: result.stdout.length > COMPILE_TEXT,
  stderrTruncated: result.stderr.length > COMPILE_TEXT,
});

/** Not within a pair of surrogates. */
const head = (text: string): string => {
  if (text.length <= COMPILE_TEXT) return text;
  const last = text.charCodeAt(COMPILE_TEXT - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? COMPILE_TEXT - 1 : COMPILE_TEXT);
};

export const toQueuedEvent = ({ id, language, createdAt, queue }: Execution): QueuedEvent => ({
  id,
  language,
  createdAt,
  ...(queue && { queue }),
});

export const toFinishedEvent = (execution: Execution): FinishedEvent => {
  const { compile, run, tests } = execution;
  return {
    ...execution,
    compile: compile && figuresOf(compile),
    run: run && figuresOf(run),
    tests: tests.map(figuresOf),
  };
};

const figuresOf = <T extends { stdout: string; stderr: string; encoding?: string; order?: number[] }>(
  result: T,
): Omit<T, "stdout" | "stderr" | "encoding" | "order"> => {
  const { stdout, stderr, encoding, order, ...figures } = result;
  return figures;
};

/** `Last-Event-ID`, and `?lastEventId=` for those who cannot send headers. */
export const EventsQuerySchema = Type.Object(
  { lastEventId: Type.Optional(Type.String({ maxLength: 128 })) },
  { additionalProperties: false },
);
export type EventsQuery = Static<typeof EventsQuerySchema>;
