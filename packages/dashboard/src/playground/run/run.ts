import {
  type Attachment,
  type CompileEvent,
  type Execution,
  type ExecutionEvent,
  type ExecutionRequest,
  type FinishedEvent,
  type NeuronError,
  type TestEvent,
  toBytes,
} from "@neuron/sdk";
import { batch, signal } from "@preact/signals";
import { ask, asNeuronError, neuron } from "../../service/client.js";
import { createOutputLog } from "./output-log.js";
import type { TerminalPort } from "./terminal-port.js";

/**
 * idle -> sending -> queued -> running -> finished; failed where the service did not take it; lost where it did, and its end
 * was not told. `queued` and `running` come again when a worker was lost. A new start ends what was there before.
 */
export type RunStatus = "idle" | "sending" | "queued" | "running" | "finished" | "failed" | "lost";

export interface StartOptions {
  readonly request: ExecutionRequest;
  /** For an interactive one. */
  readonly terminal: TerminalPort | null;
}

/** The run that is under way; `id`: null until the service has taken it. */
interface Current {
  readonly abort: AbortController;
  readonly interactive: boolean;
  id: string | null;
}

/** The one run that the playground shows: what is known of it, as signals. */
export const createRun = () => {
  const status = signal<RunStatus>("idle");
  const error = signal<NeuronError | null>(null);
  const queue = signal<Execution["queue"] | null>(null);
  const compile = signal<CompileEvent | null>(null);
  /** By the request's order; null: not there yet. */
  const tests = signal<readonly (TestEvent | null)[]>([]);
  const finished = signal<FinishedEvent | null>(null);
  /** Of what the result belongs to. */
  const request = signal<ExecutionRequest | null>(null);
  /** When the user started it, on the browser's clock, and how long until the page knew the end. */
  const startedAt = signal(0);
  const seenMs = signal<number | null>(null);
  const output = createOutputLog();
  let current: Current | null = null;

  /** What an earlier run, or an earlier attempt, left. */
  const clear = (asked: ExecutionRequest, terminal: TerminalPort | null): void => {
    output.clear();
    terminal?.clear();
    compile.value = null;
    finished.value = null;
    seenMs.value = null;
    tests.value = (asked.tests ?? []).map(() => null);
    request.value = asked;
  };

  const take = async (event: ExecutionEvent, { request: asked, terminal }: StartOptions): Promise<void> => {
    switch (event.type) {
      case "queued":
        status.value = "queued";
        queue.value = event.data.queue ?? null;
        return;
      case "started":
        clear(asked, terminal);
        status.value = "running";
        queue.value = null;
        return;
      case "compile":
        compile.value = event.data;
        return;
      case "stdout":
      case "stderr": {
        const bytes = toBytes(event.data.data, event.data.encoding) as Uint8Array<ArrayBuffer>;
        if (terminal) await terminal.write(bytes);
        else output.append(event.type, bytes);
        return;
      }
      case "test":
        tests.value = tests.value.with(event.data.index, event.data);
        return;
      case "finished":
        // One that never ran has no beginning that would have cleared what was there before.
        if (status.value !== "running") clear(asked, terminal);
        output.end();
        finished.value = event.data;
        seenMs.value = performance.now() - startedAt.value;
        status.value = "finished";
    }
  };

  const follow = async (options: StartOptions, own: Current): Promise<void> => {
    // Never aborted: the service may have taken it already, and only its answer says what to cancel.
    const { id } = await ask<Execution>("POST", "/v1/executions", { body: options.request });
    if (current !== own) {
      cancelQuietly(id);
      return;
    }
    own.id = id;
    const { signal: aborted } = own.abort;
    const client = neuron.value;
    const { terminal } = options;
    const events: AsyncIterable<ExecutionEvent> = terminal
      ? attachTo(client.attach(id, { signal: aborted }), terminal)
      : client.stream(id, { signal: aborted });
    for await (const event of events) {
      if (current !== own) return;
      const taken = batch(() => take(event, options));
      await taken;
    }
  };

  const cancelOnService = (id: string): Promise<unknown> => neuron.value.cancel(id, { timeoutMs: 10_000 });
  const cancelQuietly = (id: string): void => void cancelOnService(id).catch(() => undefined);

  /** Ends what is under way, and hears no more of it. */
  const abandon = (): void => {
    if (current?.id) cancelQuietly(current.id);
    current?.abort.abort();
    current = null;
  };

  return {
    ...{ status, error, queue, compile, tests, finished, request, startedAt, seenMs, output },

    async start(options: StartOptions): Promise<void> {
      abandon();
      const own: Current = { abort: new AbortController(), interactive: options.terminal !== null, id: null };
      current = own;
      batch(() => {
        status.value = "sending";
        error.value = null;
        queue.value = null;
        startedAt.value = performance.now();
      });
      try {
        await follow(options, own);
      } catch (thrown) {
        if (current !== own) return;
        batch(() => {
          // What it has printed stays.
          if (status.value !== "running") clear(options.request, null);
          error.value = asNeuronError(thrown);
          status.value = own.id === null ? "failed" : "lost";
        });
      } finally {
        if (current === own) {
          current = null;
          options.terminal?.connect(null);
        }
      }
    },

    /** Asks the service to end it. The end is told as any other end is. */
    async stop(): Promise<void> {
      const own = current;
      if (own === null) return;
      if (own.id === null) {
        abandon();
        status.value = "idle";
        return;
      }
      try {
        await cancelOnService(own.id);
      } catch (thrown) {
        if (current === own) error.value = asNeuronError(thrown);
      }
    },

    /** The terminal is gone: nobody can talk to its program any more, nor see it. */
    leaveTerminal(): void {
      if (current?.interactive !== true) return;
      abandon();
      status.value = "idle";
    },
  };
};
export type Run = ReturnType<typeof createRun>;

/** Ties a terminal to a program, for as long as its events are read. */
const attachTo = (attachment: Attachment, terminal: TerminalPort): Attachment => {
  terminal.connect({
    onInput: (data) => attachment.write(data),
    onResize: ({ columns, rows }) => attachment.resize(columns, rows),
  });
  terminal.focus();
  return attachment;
};
