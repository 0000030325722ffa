import { type CompileEvent, type Execution, type TestEvent, toCompileEvent } from "@neuron/contract";
import type { Cancellation } from "../platform/cancellation.js";
import type { AttachedInput } from "./attached-input.js";
import {
  decodeAnswer,
  encodeToWorker,
  type LiveItem,
  NOT_BEGUN,
  type Progress,
  type Pull,
  type PullAnswer,
} from "./progress.js";
import { decodeRecord } from "./record.js";
import type { RedisLink } from "./redis-link.js";
import { follow as look } from "./scripts/index.js";

/** Where a reader is: of which attempt it was told how much. */
export interface Bookmark extends Progress {
  /** Tells the attempts of one execution apart; empty before the first. */
  readonly run: string;
  /** Told of the end. */
  readonly over: boolean;
}

export type FollowEvent = { readonly at: Bookmark } & (
  | { readonly type: "queued" | "started" | "finished"; readonly execution: Execution }
  | { readonly type: "compile"; readonly compile: CompileEvent }
  | { readonly type: "test"; readonly test: TestEvent }
  | { readonly type: "stdout" | "stderr"; readonly bytes: Buffer }
  /** Somebody else has attached: the last event. */
  | { readonly type: "replaced" }
);

export interface FollowersOptions {
  readonly apiId: string;
  readonly callTimeoutMs: number;
  readonly onError: (error: unknown) => void;
}

/** Bytes of output in one event of a replay. As much as a worker sends at once, or more. */
const REPLAY_BYTES = 65_536;
/** In case that a message was lost, or a worker. */
const LOOK_AGAIN_MS = 5_000;
/** How often to look for whoever runs it when nobody answers for it. */
const ABSENT_MIN_MS = 20;
const ABSENT_MAX_MS = 1000;

/**
 * Those in this process who look at executions while they run.
 *
 * A reader pulls: it asks the worker for what comes after its place, and is answered when there is something, a piece at a
 * time. So whoever reads slowly, or not at all, holds nothing anywhere: the worker keeps what was printed for the result in
 * any case. A place is a count of bytes, which is as good after the end, when the record has them all, as before; the
 * answers need not be kept. What gets lost is asked for again.
 *
 *     queued --(told, by id)--> running: pull, answer, pull, answer ... --(told)--> finished: the rest from the record
 */
export function createFollowers(link: RedisLink, options: FollowersOptions) {
  const { apiId } = options;
  /** Those who wait for an answer, by reader, and for a change, by execution. */
  const answers = new Map<string, (answer: PullAnswer) => void>();
  const changes = new Map<string, Set<() => void>>();
  let readers = 0;
  let subscribed: Promise<void> | null = null;

  const subscribe = (): Promise<void> => {
    subscribed ??= link.subscribeApart(`follow:${apiId}`, onMessage, wakeAll).catch((error: unknown) => {
      subscribed = null;
      throw error;
    });
    return subscribed;
  };

  const onMessage = (message: Buffer): void => {
    try {
      // An id, or an answer, which begins with a brace.
      if (message[0] !== 0x7b) {
        wake(message.toString());
        return;
      }
      const answer = decodeAnswer(message);
      answers.get(answer.reader)?.(answer);
    } catch (error) {
      options.onError(error);
    }
  };

  const wake = (id: string): void => {
    for (const woken of changes.get(id) ?? []) woken();
  };

  const wakeAll = (): void => {
    for (const id of changes.keys()) wake(id);
  };

  /** One reader's ear: what it hears between two waits is not lost. */
  const listen = (id: string, cancellation: Cancellation) => {
    let moved = false;
    let wakeUp: (() => void) | null = null;
    const onMoved = (): void => {
      moved = true;
      wakeUp?.();
    };
    const group = changes.get(id) ?? new Set();
    changes.set(id, group.add(onMoved));
    cancellation.on(onMoved);

    /** Resolves on a change, when `begin` calls back, or after a time. */
    const wait = async (ms: number, begin?: (done: () => void) => () => void): Promise<void> => {
      if (moved) return;
      await new Promise<void>((resolve) => {
        let end: (() => void) | undefined;
        const done = (): void => {
          clearTimeout(timer);
          wakeUp = null;
          end?.();
          resolve();
        };
        const timer = setTimeout(done, ms);
        wakeUp = done;
        end = begin?.(done);
      });
    };

    return {
      get moved() {
        return moved;
      },
      heard(): void {
        moved = cancellation.cancelled;
      },
      wait,
      end(): void {
        cancellation.off(onMoved);
        group.delete(onMoved);
        if (group.size === 0 && changes.get(id) === group) changes.delete(id);
      },
    };
  };

  type Ear = ReturnType<typeof listen>;

  const ask = (worker: string, pull: Pull): Promise<number> =>
    link.publish(`live:${worker}`, encodeToWorker({ pull }));

  /** What the worker tells: nothing when there was a change or a long time went by; null when it is not there to ask. */
  const pull = async (
    ear: Ear,
    worker: string,
    request: Omit<Pull, "api">,
  ): Promise<readonly LiveItem[] | null> => {
    let items: readonly LiveItem[] | null = [];
    await ear.wait(LOOK_AGAIN_MS, (done) => {
      answers.set(request.reader, (answer) => {
        if (answer.turn !== request.turn) return;
        items = answer.items;
        done();
      });
      void ask(worker, { ...request, api: apiId }).then((receivers) => {
        if (receivers > 0) return;
        items = null;
        done();
      });
      return () => answers.delete(request.reader);
    });
    return items;
  };

  async function* events(
    tenant: string,
    first: Looked,
    from: Bookmark | null,
    ear: Ear,
    cancellation: Cancellation,
    input: AttachedInput | undefined,
  ): AsyncGenerator<FollowEvent> {
    const { id } = first.execution;
    const reader = `${readers++}`;
    let turn = 0;
    let absences = 0;
    let looked: Looked | null = first;
    let place: Bookmark = from ?? BEGINNING;
    let toldQueued = from !== null && from.run === "";
    try {
      while (looked && !cancellation.cancelled) {
        const { execution, worker, token } = looked;
        if (execution.status === "queued") {
          if (!toldQueued) {
            place = BEGINNING;
            yield { type: "queued", execution, at: place };
          }
          toldQueued = true;
          await ear.wait(LOOK_AGAIN_MS);
        } else {
          const run = runOf(execution);
          if (place === BEGINNING && !toldQueued && from === null)
            yield { type: "queued", execution, at: place };
          toldQueued = false;
          if (run !== place.run) {
            place = { ...BEGINNING, run };
            if (execution.startedAt !== null) yield { type: "started", execution, at: place };
          }
          if (execution.status === "finished") {
            yield* replay(execution, place);
            return;
          }
          input?.aim({ id, token, send: (message) => void link.publish(`live:${worker}`, message) });
          let items: readonly LiveItem[] | null = [];
          while (!ear.moved && items) {
            const attached = input && { holder: input.holder, fed: input.fed };
            items = await pull(ear, worker, {
              ...{ id, token, reader, turn: turn++, from: progressOf(place) },
              ...attached,
            });
            if (items?.length === 0) break;
            for (const item of items ?? []) {
              absences = 0;
              if (item.type === "fed") {
                input?.onFed(item.bytes);
                continue;
              }
              if (item.type === "replaced") {
                yield { type: "replaced", at: place };
                return;
              }
              const event = toEvent(item, place);
              place = event.at;
              yield event;
            }
          }
          // Whoever holds it has not been told yet, is about to say how it ended, or is dead.
          if (!items) await ear.wait(Math.min(ABSENT_MAX_MS, ABSENT_MIN_MS * 2 ** absences++));
          if (cancellation.cancelled) {
            const attached = input && { holder: input.holder };
            void ask(worker, { api: apiId, reader, turn, id, token, from: null, ...attached });
          }
        }
        if (cancellation.cancelled) return;
        ear.heard();
        looked = await lookUp(tenant, id);
      }
    } finally {
      ear.end();
    }
  }

  interface Looked {
    readonly execution: Execution;
    readonly worker: string;
    readonly token: string;
  }

  const lookUp = async (tenant: string, id: string): Promise<Looked | null> => {
    const reply = await link.run(look, [tenant, id, apiId], { deadlineMs: options.callTimeoutMs });
    if (!reply) return null;
    const [record, worker, token] = reply as [string, string, string];
    return { execution: decodeRecord(record), worker, token };
  };

  return {
    async follow(
      tenant: string,
      id: string,
      from: Bookmark | null,
      cancellation: Cancellation,
      input?: AttachedInput,
    ) {
      await subscribe();
      const ear = listen(id, cancellation);
      // Also when nobody ever begins to read.
      cancellation.on(ear.end);
      try {
        const looked = await lookUp(tenant, id);
        if (looked) return events(tenant, looked, from, ear, cancellation, input);
        ear.end();
        return null;
      } catch (error) {
        ear.end();
        throw error;
      }
    },

    stop(): void {
      wakeAll();
    },
  };
}

const BEGINNING: Bookmark = { ...NOT_BEGUN, run: "", over: false };

const progressOf = ({ compile, stdout, stderr, tests }: Bookmark): Progress => ({
  compile,
  stdout,
  stderr,
  tests,
});

/** Two attempts never start in the same millisecond: going back to the queue takes longer. */
const runOf = ({ startedAt }: Execution): string =>
  startedAt === null ? "" : Date.parse(startedAt).toString(36);

function toEvent(
  item: Exclude<LiveItem, { readonly type: "fed" | "replaced" }>,
  place: Bookmark,
): FollowEvent {
  switch (item.type) {
    case "compile":
      return {
        type: "compile",
        compile: JSON.parse(item.json) as CompileEvent,
        at: { ...place, compile: 1 },
      };
    case "test":
      return {
        type: "test",
        test: JSON.parse(item.json) as TestEvent,
        at: { ...place, tests: place.tests + 1 },
      };
    default: {
      const { type, bytes } = item;
      return { type, bytes, at: { ...place, [type]: place[type] + bytes.length } };
    }
  }
}

/** What a reader has not been told of one that is finished, from its record. */
function* replay(execution: Execution, from: Bookmark): Generator<FollowEvent> {
  let place = from;
  const { compile, run } = execution;
  if (compile && place.compile === 0) {
    place = { ...place, compile: 1 };
    yield { type: "compile", compile: toCompileEvent(compile), at: place };
  }
  for (const type of ["stdout", "stderr"] as const) {
    const all = run === null ? Buffer.alloc(0) : Buffer.from(run[type], run.encoding);
    while (place[type] < all.length) {
      const bytes = wholeCharacters(all, place[type]);
      place = { ...place, [type]: place[type] + bytes.length };
      yield { type, bytes, at: place };
    }
  }
  for (const [index, result] of [...execution.tests.entries()].slice(place.tests)) {
    place = { ...place, tests: index + 1 };
    yield { type: "test", test: { index, ...result }, at: place };
  }
  yield { type: "finished", execution, at: { ...place, over: true } };
}

/** The next piece of what is known as a whole: not within a character, unless there is none that ends. */
function wholeCharacters(all: Buffer, start: number): Buffer {
  let end = Math.min(all.length, start + REPLAY_BYTES);
  if (end < all.length) {
    for (let back = 0; back < 4; back++) {
      if (((all[end - back] ?? 0) & 0xc0) !== 0x80) {
        end -= back;
        break;
      }
    }
  }
  return all.subarray(start, end);
}
