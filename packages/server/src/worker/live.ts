import { type CompileResult, toCompileEvent } from "@neuron/contract";
import type { LiveItem, Progress, Pull, PullAnswer } from "../queue/progress.js";
import { Transcript } from "../sandbox/transcript.js";

/** Bytes of output in one answer: a thousand readers that are answered at once stay far below what Redis holds back for one. */
const ANSWER_BYTES = 16_384;
/** Those who may wait at once for news of one execution; others ask again and again. */
const MOST_READERS = 256;

/**
 * What is told of one execution while it runs, to those who ask. Costs nothing while nobody does: its output is kept for the
 * result anyway.
 */
export interface LiveExecution {
  readonly token: string;
  /** Of the run; compilers are told of when they are done. */
  readonly transcript: Transcript;
  compiled(result: CompileResult): void;
  /** It was settled or given back: those who wait are sent to its record. */
  close(): void;
}

export interface LiveExecutions {
  open(id: string, token: string): LiveExecution;
  onPull(pull: Pull): void;
}

interface Open extends LiveExecution {
  readonly waiting: Map<string, Pull & { readonly from: Progress }>;
  compile: string | null;
}

export function createLiveExecutions(
  answer: (api: string, answer: PullAnswer) => Promise<void>,
): LiveExecutions {
  /** An execution whose lease was lost may be here a second time: the later one is meant. */
  const open = new Map<string, Open>();

  const send = ({ api, reader, turn }: Pull, items: readonly LiveItem[] | null): void =>
    void answer(api, { reader, turn, items });

  /** Answers it if there is something to tell. */
  const tell = (execution: Open, pull: Pull & { readonly from: Progress }): boolean => {
    const items = newsOf(execution, pull.from);
    if (items.length === 0) return false;
    send(pull, items);
    return true;
  };

  const tellAll = (execution: Open): void => {
    for (const [name, pull] of execution.waiting) if (tell(execution, pull)) execution.waiting.delete(name);
  };

  return {
    open(id, token) {
      const transcript = new Transcript();
      const execution: Open = {
        token,
        transcript,
        waiting: new Map(),
        compile: null,
        compiled(result) {
          execution.compile = JSON.stringify(toCompileEvent(result));
          tellAll(execution);
        },
        close() {
          if (open.get(id) === execution) open.delete(id);
          for (const pull of execution.waiting.values()) send(pull, null);
        },
      };
      open.set(id, execution);
      return execution;
    },
    onPull(pull) {
      const execution = open.get(pull.id);
      const { from } = pull;
      const name = `${pull.api} ${pull.reader}`;
      if (execution?.token !== pull.token) {
        if (from) send(pull, null);
        return;
      }
      execution.waiting.delete(name);
      if (!from || tell(execution, { ...pull, from })) return;
      if (execution.waiting.size >= MOST_READERS) send(pull, null);
      else execution.waiting.set(name, { ...pull, from });
      execution.transcript.onAdded ??= () => tellAll(execution);
    },
  };
}

function newsOf({ compile, transcript }: Open, from: Progress): LiveItem[] {
  const compiled: LiveItem[] =
    compile !== null && from.compile === 0 ? [{ type: "compile", json: compile }] : [];
  return [
    ...compiled,
    ...transcript.read(from, ANSWER_BYTES).map(({ stream, bytes }) => ({ type: stream, bytes })),
  ];
}
