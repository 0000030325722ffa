import { pickWeighted } from "./random.mjs";

/**
 * Programs that can have only one right end, whatever dies meanwhile.
 *
 * @typedef {{ outcome: string, stdout?: string, exitCode?: number }} Expected
 * @typedef {{ name: string, request: Record<string, unknown>, expected: Expected, number: string }} Program
 */

const MIB = 1024 * 1024;
const HELLO_C =
  '#include <stdio.h>\nint main(int n, char **v) { (void)n; printf("hello %s\\n", v[1]); return 0; }\n';
const REST_PY = "import sys, time\ntime.sleep(float(sys.argv[1]))\nprint('rested', sys.argv[2])\n";

/** @type {readonly { weight: number, make: (word: string, random: import("./random.mjs").Random) => Omit<Program, "number"> }[]} */
const KINDS = [
  {
    weight: 40,
    make: (word) => ({
      name: "python hello",
      request: { language: "python", source: "print('hello', input())", stdin: word },
      expected: { outcome: "accepted", stdout: `hello ${word}\n` },
    }),
  },
  {
    weight: 15,
    make: (word) => ({
      name: "C hello",
      request: { language: "c", source: HELLO_C, args: [word] },
      expected: { outcome: "accepted", stdout: `hello ${word}\n` },
    }),
  },
  {
    weight: 25,
    make: (word, random) => ({
      name: "short sleep",
      request: { language: "python", source: REST_PY, args: [random.between(0.1, 1.5).toFixed(2), word] },
      expected: { outcome: "accepted", stdout: `rested ${word}\n` },
    }),
  },
  {
    weight: 5,
    make: (word) => ({
      name: "exit code",
      request: { language: "bash", source: 'echo "bye $1"; exit 7', args: [word] },
      expected: { outcome: "runtime_error", stdout: `bye ${word}\n`, exitCode: 7 },
    }),
  },
  {
    weight: 4,
    make: () => ({
      name: "CPU limit",
      request: { language: "python", source: "while True: pass", limits: { cpuTimeMs: 200 } },
      expected: { outcome: "time_limit" },
    }),
  },
  {
    weight: 3,
    make: () => ({
      name: "wall limit",
      request: { language: "bash", source: "sleep 30", limits: { wallTimeMs: 300 } },
      expected: { outcome: "time_limit" },
    }),
  },
  {
    weight: 3,
    make: () => ({
      name: "memory limit",
      request: {
        language: "python",
        source: "x = bytearray(1 << 28)\nprint(len(x))",
        limits: { memoryBytes: 64 * MIB },
      },
      expected: { outcome: "memory_limit" },
    }),
  },
  {
    weight: 3,
    make: () => ({
      name: "output limit",
      request: {
        language: "python",
        source: "while True: print('x' * 1000)",
        limits: { outputBytes: 20_000 },
      },
      expected: { outcome: "output_limit" },
    }),
  },
  {
    weight: 2,
    make: () => ({
      name: "compile error",
      request: { language: "c", source: "int main(void) { return nothing; }" },
      expected: { outcome: "compile_error" },
    }),
  },
];

/** @param {number} number @param {import("./random.mjs").Random} random @returns {Program} */
export const makeProgram = (number, random) => {
  const program = pickWeighted(random, KINDS).make(`word-${number}`, random);
  return {
    ...program,
    number: String(number),
    // Under this test a place in the queue may be lost several times: waiting long is not what it looks for.
    request: { ...program.request, maxQueueMs: 1_800_000, metadata: { number: String(number) } },
  };
};

/** What is wrong with a final execution, or null. @param {Program} program @param {any} execution @returns {string | null} */
export const judge = ({ name, expected }, execution) => {
  const where = `${execution.id} (${name}, attempt ${execution.attempts})`;
  if (execution.status !== "finished") return `${where} is ${execution.status}`;
  if (execution.outcome === "internal_error") {
    return execution.attempts === 3 ? null : `${where} is an internal_error before its third attempt`;
  }
  if (execution.outcome !== expected.outcome) {
    return `${where} ended as ${execution.outcome} instead of ${expected.outcome}: ${JSON.stringify(execution.run ?? execution.compile)}`;
  }
  if (execution.attempts < 1 || execution.attempts > 3) return `${where} has ${execution.attempts} attempts`;
  if (expected.stdout !== undefined && execution.run?.stdout !== expected.stdout) {
    return `${where} printed ${JSON.stringify(execution.run?.stdout)} instead of ${JSON.stringify(expected.stdout)}`;
  }
  if (expected.exitCode !== undefined && execution.run?.exitCode !== expected.exitCode) {
    return `${where} exited with ${execution.run?.exitCode} instead of ${expected.exitCode}`;
  }
  return null;
};
