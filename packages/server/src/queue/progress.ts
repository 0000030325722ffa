/** How far somebody has been told of one attempt at an execution. */
export interface Progress {
  /** 1 when told of the compile step. */
  readonly compile: number;
  /** Bytes. */
  readonly stdout: number;
  readonly stderr: number;
  /** Tests. */
  readonly tests: number;
}

export const NOT_BEGUN: Progress = { compile: 0, stdout: 0, stderr: 0, tests: 0 };

/** What a worker tells of an execution that it runs. Bytes are in the message, after its line of JSON. */
export type LiveItem =
  | { readonly type: "compile"; readonly json: string }
  | { readonly type: "test"; readonly json: string }
  | { readonly type: "stdout" | "stderr"; readonly bytes: Buffer }
  /** So many bytes of the asker's input have been passed on. */
  | { readonly type: "fed"; readonly bytes: number }
  /** Somebody else has attached since. */
  | { readonly type: "replaced" };

/** A client that is attached: whoever came last holds the execution. */
export interface Holder {
  /** Milliseconds since the epoch, by the clock of its API process. */
  readonly since: number;
  readonly name: string;
}

export const isNewer = (holder: Holder, than: Holder | null): boolean =>
  than === null || holder.since > than.since || (holder.since === than.since && holder.name > than.name);

/** Who asks: one reader in one API process. It asks one thing at a time: the next takes the place of the one before. */
export interface Reader {
  readonly api: string;
  readonly reader: string;
}

/** Asks a worker for what comes after `from`, as soon as there is something. */
export interface Pull extends Reader {
  /** Comes back with the answer. */
  readonly turn: number;
  readonly id: string;
  /** The lease that is meant. */
  readonly token: string;
  /** Null: the reader is gone. */
  readonly from: Progress | null;
  /** Of one that is attached, and how much of its input it has been told was passed on. */
  readonly holder?: Holder;
  readonly fed?: number;
}

/** What an attached client does. Bytes are in the message, after its line of JSON. */
export interface Input {
  readonly id: string;
  readonly token: string;
  readonly holder: Holder;
  readonly action: /** `at`: how many bytes of this holder's input come before. */
    | { readonly type: "stdin"; readonly at: number; readonly bytes: Buffer }
    /** The `nth` end of this holder's input. */
    | { readonly type: "end"; readonly at: number; readonly nth: number }
    | { readonly type: "signal"; readonly number: number }
    | { readonly type: "resize"; readonly columns: number; readonly rows: number };
}

/** Null: the worker does not hold that lease (any more, or yet). */
export interface PullAnswer {
  readonly reader: string;
  readonly turn: number;
  readonly items: readonly LiveItem[] | null;
}

type ItemHead =
  | readonly ["compile" | "test", string]
  | readonly ["stdout" | "stderr" | "fed", number]
  | readonly ["replaced"];

const LINE_END = 0x0a;

export function encodeAnswer({ items, ...to }: PullAnswer): Buffer {
  const heads = items?.map(toHead);
  const bytes = (items ?? []).flatMap((item) => (isOutput(item) ? [item.bytes] : []));
  return message({ ...to, items: heads ?? null }, bytes);
}

export function decodeAnswer(data: Buffer): PullAnswer {
  const { head, rest } = split(data);
  const { items, ...to } = head as Omit<PullAnswer, "items"> & { readonly items: readonly ItemHead[] | null };
  let at = 0;
  const decoded = items?.map((item): LiveItem => {
    switch (item[0]) {
      case "compile":
      case "test":
        return { type: item[0], json: item[1] };
      case "fed":
        return { type: item[0], bytes: item[1] };
      case "replaced":
        return { type: item[0] };
      default: {
        const bytes = rest.subarray(at, at + item[1]);
        at += item[1];
        return { type: item[0], bytes };
      }
    }
  });
  return { ...to, items: decoded ?? null };
}

type Output = Extract<LiveItem, { readonly type: "stdout" | "stderr" }>;

const isOutput = (item: LiveItem): item is Output => item.type === "stdout" || item.type === "stderr";

const toHead = (item: LiveItem): ItemHead => {
  if (isOutput(item)) return [item.type, item.bytes.length];
  switch (item.type) {
    case "compile":
    case "test":
      return [item.type, item.json];
    case "fed":
      return [item.type, item.bytes];
    default:
      return [item.type];
  }
};

/** What comes to a worker. */
export type ToWorker = { readonly pull: Pull } | { readonly input: Input };

export function encodeToWorker(to: ToWorker): Buffer {
  if ("pull" in to) return message(to, []);
  const { action } = to.input;
  if (action.type !== "stdin") return message(to, []);
  const { bytes, ...head } = action;
  return message({ input: { ...to.input, action: head } }, [bytes]);
}

export function decodeToWorker(data: Buffer): ToWorker {
  const { head, rest } = split(data);
  const to = head as ToWorker;
  if ("pull" in to || to.input.action.type !== "stdin") return to;
  return { input: { ...to.input, action: { ...to.input.action, bytes: rest } } };
}

const message = (head: object, bytes: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...bytes]);

const split = (data: Buffer): { readonly head: unknown; readonly rest: Buffer } => {
  const lineEnd = data.indexOf(LINE_END);
  return { head: JSON.parse(data.toString("utf8", 0, lineEnd)), rest: data.subarray(lineEnd + 1) };
};
