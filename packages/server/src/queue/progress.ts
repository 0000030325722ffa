/** How far somebody has been told of one attempt at an execution. */
export interface Progress {
  /** 1 when told of the compile step. */
  readonly compile: number;
  /** Bytes. */
  readonly stdout: number;
  readonly stderr: number;
}

export const NOT_BEGUN: Progress = { compile: 0, stdout: 0, stderr: 0 };

/** What a worker tells of an execution that it runs. Bytes are in the message, after its line of JSON. */
export type LiveItem =
  | { readonly type: "compile"; readonly json: string }
  | { readonly type: "stdout" | "stderr"; readonly bytes: Buffer };

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
}

/** Null: the worker does not hold that lease (any more, or yet). */
export interface PullAnswer {
  readonly reader: string;
  readonly turn: number;
  readonly items: readonly LiveItem[] | null;
}

type ItemHead = readonly ["compile", string] | readonly ["stdout" | "stderr", number];

const LINE_END = 0x0a;

export function encodeAnswer({ items, ...to }: PullAnswer): Buffer {
  const heads = items?.map((item) =>
    item.type === "compile" ? [item.type, item.json] : [item.type, item.bytes.length],
  );
  const bytes = (items ?? []).flatMap((item) => (item.type === "compile" ? [] : [item.bytes]));
  return Buffer.concat([Buffer.from(`${JSON.stringify({ ...to, items: heads ?? null })}\n`), ...bytes]);
}

export function decodeAnswer(message: Buffer): PullAnswer {
  const lineEnd = message.indexOf(LINE_END);
  const { items, ...to } = JSON.parse(message.toString("utf8", 0, lineEnd)) as Omit<PullAnswer, "items"> & {
    readonly items: readonly ItemHead[] | null;
  };
  let at = lineEnd + 1;
  const decoded = items?.map((head): LiveItem => {
    if (head[0] === "compile") return { type: head[0], json: head[1] };
    const bytes = message.subarray(at, at + head[1]);
    at += head[1];
    return { type: head[0], bytes };
  });
  return { ...to, items: decoded ?? null };
}
