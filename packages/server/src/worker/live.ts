import {
  type CompileResult,
  resolveSession,
  type TestEvent,
  type TestResult,
  toCompileEvent,
} from "@neuron/contract";
import type { LiveItem, Progress, Pull, PullAnswer, ToWorker } from "../queue/progress.js";
import type { Job } from "../queue/types.js";
import { type LiveRun, Transcript } from "../sandbox/index.js";
import { Session } from "./session.js";

/** Bytes of output in one answer: a thousand readers that are answered at once stay far below what Redis holds back for one. */
const ANSWER_BYTES = 16_384;
/** Those who may wait at once for news of one execution; others ask again and again. */
const MOST_READERS = 256;

/**
 * What is told of one execution while it runs, to those who ask. Costs nothing while nobody does: its output is kept for the
 * result anyway.
 */
export interface LiveExecution {
  /** For the run; compilers are told of when they are done. */
  readonly run: LiveRun;
  compiled(result: CompileResult): void;
  /** The test at that place of the request has ended; in any order. */
  tested(index: number, result: TestResult): void;
  /** It was settled or given back: those who wait are sent to its record. */
  close(): void;
}

export interface LiveExecutions {
  open(job: Job, token: string): LiveExecution;
  onMessage(message: ToWorker): void;
}

export interface LiveOptions {
  readonly answer: (api: string, answer: PullAnswer) => Promise<void>;
  /** By the monotonic clock, in milliseconds. */
  readonly now: () => number;
}

type Waiting = Pull & { readonly from: Progress };

interface Open {
  readonly token: string;
  readonly transcript: Transcript;
  readonly session: Session | null;
  readonly waiting: Map<string, Waiting>;
  compile: string | null;
  /** By place; told in this order, so that what was told is a count. */
  readonly tests: (string | undefined)[];
}

export function createLiveExecutions({ answer, now }: LiveOptions): LiveExecutions {
  /** An execution whose lease was lost may be here a second time: the later one is meant. */
  const open = new Map<string, Open>();

  const send = ({ api, reader, turn }: Pull, items: readonly LiveItem[] | null): void =>
    void answer(api, { reader, turn, items });

  /** Answers it if there is something to tell. */
  const tell = (execution: Open, pull: Waiting): boolean => {
    const items = newsOf(execution, pull);
    if (items.length === 0) return false;
    send(pull, items);
    return true;
  };

  const tellAll = (execution: Open): void => {
    for (const [name, pull] of execution.waiting) if (tell(execution, pull)) execution.waiting.delete(name);
  };

  const onPull = (pull: Pull): void => {
    const execution = open.get(pull.id);
    const { from } = pull;
    const name = `${pull.api} ${pull.reader}`;
    if (execution?.token !== pull.token) {
      if (from) send(pull, null);
      return;
    }
    execution.waiting.delete(name);
    execution.session?.onPull(pull);
    if (!from || tell(execution, { ...pull, from })) return;
    if (execution.waiting.size >= MOST_READERS) send(pull, null);
    else execution.waiting.set(name, { ...pull, from });
    execution.transcript.onAdded ??= () => tellAll(execution);
  };

  return {
    open({ id, request }, token) {
      const transcript = new Transcript();
      const session = request.interactive
        ? new Session({
            limits: resolveSession(request.session),
            transcript,
            now,
            onNews: () => tellAll(execution),
          })
        : null;
      const execution: Open = { token, transcript, session, waiting: new Map(), compile: null, tests: [] };
      open.set(id, execution);
      return {
        run: session ? { transcript, interaction: session } : { transcript },
        compiled(result) {
          execution.compile = JSON.stringify(toCompileEvent(result));
          tellAll(execution);
        },
        tested(index, result) {
          execution.tests[index] = JSON.stringify({ index, ...result } satisfies TestEvent);
          tellAll(execution);
        },
        close() {
          session?.closed();
          if (open.get(id) === execution) open.delete(id);
          for (const pull of execution.waiting.values()) send(pull, null);
        },
      };
    },
    onMessage(message) {
      if ("pull" in message) {
        onPull(message.pull);
        return;
      }
      const execution = open.get(message.input.id);
      if (execution?.token === message.input.token) execution.session?.onInput(message.input);
    },
  };
}

function newsOf({ compile, transcript, tests, session }: Open, pull: Waiting): LiveItem[] {
  const compiled: LiveItem[] =
    compile !== null && pull.from.compile === 0 ? [{ type: "compile", json: compile }] : [];
  const printed = transcript
    .read(pull.from, ANSWER_BYTES)
    .map(({ stream, bytes }): LiveItem => ({ type: stream, bytes }));
  const told = [...compiled, ...printed, ...testsFrom(tests, pull.from.tests)];
  return session ? [...told, ...session.news(pull, told.length > 0)] : told;
}

/** Those that have ended with all before them; one at least, however much it printed. */
function testsFrom(tests: readonly (string | undefined)[], from: number): LiveItem[] {
  const items: LiveItem[] = [];
  let length = 0;
  for (let at = from; length < ANSWER_BYTES; at++) {
    const json = tests[at];
    if (json === undefined) break;
    items.push({ type: "test", json });
    length += json.length;
  }
  return items;
}
