import { SESSION_LIMITS } from "@neuron/contract";
import type { ExecutionRequest, Language, TerminalSize } from "@neuron/sdk";
import { splitArguments } from "./split-arguments.js";
import type { Work } from "./work.js";

/** How long a program in the terminal may wait for its user: as long as the service allows without asking for more. */
const IDLE_MS = SESSION_LIMITS.idleTimeMs.default;

/** The user's work as the service takes it. */
export const toRequest = (
  work: Work,
  language: Language | null,
  terminal: TerminalSize | null,
): ExecutionRequest => {
  const args = splitArguments(work.args);
  const compileArgs = splitArguments(work.compileArgs);
  const outputs = work.outputs.split(/\s+/).filter((pattern) => pattern !== "");
  const [first, ...more] = work.files;
  if (first === undefined) throw new Error("A program has at least one file.");
  return {
    language: work.language,
    ...(more.length === 0 && first.path === language?.file
      ? { source: first.content }
      : { files: work.files.map(({ path, content }) => ({ path, content })), entry: first.path }),
    ...(args.length > 0 && { args }),
    ...(compileArgs.length > 0 && { compileArgs }),
    ...(Object.keys(work.limits).length > 0 && { limits: work.limits }),
    ...partOfMode(work, terminal),
    // Files belong to one run; tests are many.
    ...(work.mode !== "tests" && outputs.length > 0 && { outputs }),
  };
};

const partOfMode = (work: Work, terminal: TerminalSize | null): Partial<ExecutionRequest> => {
  switch (work.mode) {
    case "input":
      return work.stdin === "" ? {} : { stdin: work.stdin };
    case "terminal":
      return { interactive: true, ...(terminal && { terminal }), session: { idleTimeMs: IDLE_MS } };
    case "tests":
      return {
        tests: work.tests.map(({ name, stdin, expected }) => ({
          ...(name !== "" && { name }),
          stdin,
          ...(expected !== null && { expected }),
        })),
        checker: { type: work.checker },
      };
  }
};
