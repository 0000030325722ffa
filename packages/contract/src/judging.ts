import { type Static, Type } from "typebox";
import { JUDGING_LIMITS, LIMITS, type LimitRange } from "./limits.js";

const closed = { additionalProperties: false } as const;

export const limit = ({ minimum, maximum }: LimitRange) => Type.Optional(Type.Integer({ minimum, maximum }));

/** Those of one test, over the execution's. Compiling is done once for all tests, so its limits have no place here. */
export const TestLimitsSchema = Type.Object(
  {
    cpuTimeMs: limit(LIMITS.cpuTimeMs),
    wallTimeMs: limit(LIMITS.wallTimeMs),
    memoryBytes: limit(LIMITS.memoryBytes),
    processes: limit(LIMITS.processes),
    /** Of stdout and stderr together. */
    outputBytes: limit(LIMITS.outputBytes),
    diskBytes: limit(LIMITS.diskBytes),
  },
  closed,
);
export type TestLimits = Static<typeof TestLimitsSchema>;

/** One run of the program: what it gets, and what it is expected to print. */
export const TestSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: JUDGING_LIMITS.testNameCharacters })),
    /** Left out: the execution's. */
    stdin: Type.Optional(Type.String()),
    /** Left out: the execution's. */
    args: Type.Optional(Type.Array(Type.String(), { maxItems: 256 })),
    /** Left out: whatever it prints will do, unless a checker program says otherwise. */
    expected: Type.Optional(Type.String()),
    limits: Type.Optional(TestLimitsSchema),
  },
  closed,
);
export type TestCase = Static<typeof TestSchema>;

/** How what a program printed is compared with what was expected. */
export const CHECKER_TYPES = ["exact", "lines", "tokens", "float", "program"] as const;
export type CheckerType = (typeof CHECKER_TYPES)[number];

/** `absolute` and `relative` belong to `float`, `language` and `source` to `program`. Left out: `lines`. */
export const CheckerSchema = Type.Object(
  {
    type: Type.Enum([...CHECKER_TYPES]),
    absolute: Type.Optional(Type.Number({ minimum: 0 })),
    relative: Type.Optional(Type.Number({ minimum: 0 })),
    language: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    source: Type.Optional(Type.String()),
  },
  closed,
);
export type Checker = Static<typeof CheckerSchema>;

/** A file that a program left in its work folder. */
export const OutputFileSchema = Type.Object({
  /** Below the work folder. What is not UTF-8 in a name becomes U+FFFD. */
  path: Type.String(),
  /** Base64. Null when the file does not fit into what is returned. */
  content: Type.Union([Type.String(), Type.Null()]),
  sizeBytes: Type.Integer(),
});
export type OutputFile = Static<typeof OutputFileSchema>;
