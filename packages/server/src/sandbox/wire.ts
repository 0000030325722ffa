import type { FoundFile, InputFile, OutputsWanted, TerminalSize } from "./types.js";

/**
 * The agent's protocol, as `agent/src/wire.h` describes it: frames of u32 length, u8 type, payload; integers
 * little-endian; a `str` is u32 length and bytes.
 */
export const WIRE_VERSION = 4;

export const ToAgent = {
  prepare: 1,
  start: 2,
  kill: 3,
  probe: 4,
  renew: 5,
  collect: 6,
  outputs: 7,
  stdin: 8,
  stdinEnd: 9,
  signal: 10,
  resize: 11,
} as const;

export const FromAgent = {
  hello: 64,
  ready: 65,
  started: 66,
  stdout: 67,
  stderr: 68,
  exit: 69,
  probed: 70,
  fault: 71,
  collecting: 72,
  collected: 73,
  fed: 74,
} as const;

/** Bytes of input that may be on their way to a program. */
export const STDIN_MAX = 65_536;

/** Why a run ended, in the agent's words. */
export const Cause = { exited: 0, wall: 1, output: 2, killed: 3, exec: 4, lost: 5 } as const;

export interface Frame {
  readonly type: number;
  readonly payload: Buffer;
}

/** More than the agent ever sends in one frame (64 KiB of output); beyond it, it is not the agent who speaks. */
const FRAME_MAX = 1 << 20;
const HEADER = 5;

/** Cuts a byte stream into frames. Throws on a frame that is too large. */
export class FrameReader {
  #pending: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): Frame[] {
    let data = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk;
    const frames: Frame[] = [];
    while (data.length >= HEADER) {
      const length = data.readUInt32LE(0);
      if (length > FRAME_MAX) throw new RangeError(`frame of ${length} bytes`);
      if (data.length < HEADER + length) break;
      frames.push({ type: data.readUInt8(4), payload: data.subarray(HEADER, HEADER + length) });
      data = data.subarray(HEADER + length);
    }
    this.#pending = data;
    return frames;
  }
}

const FRAME_ROOM = 1024;
/** Bytes of UTF-8 that a UTF-16 code unit can become. */
const UTF8_MOST = 3;
/** From here on it pays to measure a string before it is written. */
const LONG = 4096;

/** Writes a whole frame into one buffer, so that it leaves in one write. */
class FrameWriter {
  #buffer = Buffer.allocUnsafe(FRAME_ROOM);
  #length = HEADER;

  /** Room for that many bytes more. Gives where they go. */
  #room(bytes: number): number {
    const at = this.#length;
    if (at + bytes > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(at + bytes, 2 * this.#buffer.length));
      this.#buffer.copy(larger, 0, 0, at);
      this.#buffer = larger;
    }
    return at;
  }

  #take(bytes: number): number {
    const at = this.#room(bytes);
    this.#length += bytes;
    return at;
  }

  u8(value: number): this {
    this.#buffer[this.#take(1)] = value;
    return this;
  }

  u32(value: number): this {
    const at = this.#take(4);
    this.#buffer.writeUInt32LE(value, at);
    return this;
  }

  u64(value: number): this {
    return this.u32(Math.floor(value) % 2 ** 32).u32(Math.floor(value / 2 ** 32));
  }

  str(value: string | Buffer): this {
    if (typeof value !== "string") return this.u32(value.length).bytes(value);
    const most = value.length > LONG ? Buffer.byteLength(value) : UTF8_MOST * value.length;
    const at = this.#room(4 + most);
    const length = this.#buffer.write(value, at + 4);
    this.u32(length).#take(length);
    return this;
  }

  bytes(value: Buffer): this {
    const at = this.#take(value.length);
    value.copy(this.#buffer, at);
    return this;
  }

  strs(values: readonly string[]): this {
    this.u32(values.length);
    for (const value of values) this.str(value);
    return this;
  }

  /** What was written so far, without the frame around it. */
  content(): Buffer {
    return this.#buffer.subarray(HEADER, this.#length);
  }

  end(type: number): Buffer {
    this.#buffer.writeUInt32LE(this.#length - HEADER, 0);
    this.#buffer[4] = type;
    return this.#buffer.subarray(0, this.#length);
  }
}

type Env = Readonly<Record<string, string>>;

const pairs = (env: Env): string[] => Object.entries(env).map(([name, value]) => `${name}=${value}`);

export const frame = (type: number, payload: Buffer = Buffer.alloc(0)): Buffer =>
  new FrameWriter().bytes(payload).end(type);

export interface PrepareMessage {
  readonly kind: string;
  readonly diskBytes: number;
  readonly inodes: number;
  readonly keep: boolean;
  readonly terminal: TerminalSize | null;
  /**
   * The runtime to boot: inside the jail, for one use (`ahead`), or outside, when this kind has none yet. Null for the
   * launcher.
   */
  readonly boot: { readonly argv: readonly string[]; readonly env: Env; readonly ahead?: boolean } | null;
  /** Of its root, topmost first, below the folder of images; none for the image itself. */
  readonly layers: readonly string[];
}

export function encodePrepare(message: PrepareMessage): Buffer {
  return new FrameWriter()
    .str(message.kind)
    .u64(message.diskBytes)
    .u32(message.inodes)
    .u8(message.keep ? 1 : 0)
    .u8(message.boot?.ahead ? 1 : 0)
    .u32(message.terminal?.columns ?? 0)
    .u32(message.terminal?.rows ?? 0)
    .strs(message.boot?.argv ?? [])
    .strs(pairs(message.boot?.env ?? {}))
    .strs(message.layers)
    .end(ToAgent.prepare);
}

export interface StartMessage {
  readonly wallTimeMs: number;
  readonly outputBytes: number;
  /** More input follows. */
  readonly live: boolean;
  readonly stdin: Buffer | string;
  readonly processes: number;
  readonly fileBytes: number;
  readonly argv: readonly string[];
  /** From `encodeEnv`. */
  readonly env: Buffer;
  readonly files: readonly InputFile[];
}

/** Worth keeping: that of most runs is the language's. */
export const encodeEnv = (env: Env): Buffer => new FrameWriter().strs(pairs(env)).content();

export function encodeStart(message: StartMessage): Buffer {
  const writer = new FrameWriter()
    .u32(message.wallTimeMs)
    .u64(message.outputBytes)
    .u8(message.live ? 1 : 0)
    .str(message.stdin)
    .u32(message.processes)
    .u64(message.fileBytes)
    .strs(message.argv)
    .bytes(message.env);
  for (const executable of [false, true]) {
    const files = message.files.filter((file) => (file.executable ?? false) === executable);
    writer.u32(files.length);
    for (const file of files) writer.str(file.path).str(file.content);
  }
  return writer.end(ToAgent.start);
}

/** What the agent says at the end of a run. */
export interface ExitMessage {
  readonly cause: number;
  /** As from wait(2). */
  readonly waitStatus: number;
  readonly wallTimeMs: number;
  /** Of the program and the children it waited for, by getrusage(2). */
  readonly userMs: number;
  readonly systemMs: number;
  readonly maxRssBytes: number;
  readonly stdoutCut: boolean;
  readonly stderrCut: boolean;
  /** Why the command could not be started, as an errno. */
  readonly execErrno: number;
}

export function decodeExit(payload: Buffer): ExitMessage {
  const u64At = (offset: number): number => Number(payload.readBigUInt64LE(offset));
  return {
    cause: payload.readUInt8(0),
    waitStatus: payload.readInt32LE(1),
    wallTimeMs: u64At(5) / 1000,
    userMs: u64At(13) / 1000,
    systemMs: u64At(21) / 1000,
    maxRssBytes: u64At(29),
    stdoutCut: payload.readUInt8(37) === 1,
    stderrCut: payload.readUInt8(38) === 1,
    execErrno: payload.readInt32LE(39),
  };
}

export const encodeSignal = (number: number): Buffer => new FrameWriter().u32(number).end(ToAgent.signal);

export const encodeResize = ({ columns, rows }: TerminalSize): Buffer =>
  new FrameWriter().u32(columns).u32(rows).end(ToAgent.resize);

export const encodeCollect = (bytes: number, files: number): Buffer =>
  new FrameWriter().u64(bytes).u32(files).end(ToAgent.collect);

const RECORD_HEAD = 9;
const PATH_BYTES = 1024;

/**
 * The files of all `collecting` frames in a row; null when one has a name that is not plain. Throws on what the agent would
 * never send: it may not be itself any more.
 */
export function decodeCollected(data: Buffer): InputFile[] | null {
  const files: InputFile[] = [];
  for (let at = 0; at < data.length; ) {
    const contentAt = at + RECORD_HEAD + data.readUInt32LE(at + 1);
    const end = contentAt + data.readUInt32LE(at + 5);
    if (end > data.length) throw new RangeError("a collected file is cut off");
    const path = data.toString("latin1", at + RECORD_HEAD, contentAt);
    if (!isPlainPath(path)) return null;
    files.push({
      path,
      // A copy: what is kept must not hold on to what it came in.
      content: Buffer.from(data.subarray(contentAt, end)),
      executable: data.readUInt8(at) === 1,
    });
    at = end;
  }
  return files;
}

export const encodeOutputs = ({ patterns, most }: OutputsWanted): Buffer =>
  new FrameWriter().u64(most.fileBytes).u64(most.bytes).u32(most.files).strs(patterns).end(ToAgent.outputs);

const OUTPUT_HEAD = 13;

/** Throws on what the agent would never send: it may not be itself any more. */
export function decodeOutputs(data: Buffer, { fileBytes }: OutputsWanted["most"]): FoundFile[] {
  const files: FoundFile[] = [];
  for (let at = 0; at < data.length; ) {
    const contentAt = at + OUTPUT_HEAD + data.readUInt32LE(at + 1);
    const sizeBytes = Number(data.readBigUInt64LE(at + 5));
    const told = data.readUInt8(at) === 1;
    const end = contentAt + (told ? sizeBytes : 0);
    if (end > data.length || (told && sizeBytes > fileBytes)) throw new RangeError("an output is cut off");
    files.push({
      path: data.subarray(at + OUTPUT_HEAD, contentAt),
      content: told ? data.subarray(contentAt, end) : null,
      sizeBytes,
    });
    at = end;
  }
  return files;
}

/** Most bytes that the frames of `outputs` hold. */
export const outputsBytes = ({ bytes, files }: OutputsWanted["most"]): number =>
  bytes + files * (OUTPUT_HEAD + PATH_BYTES);

/** Most bytes that `collecting` frames hold. */
export const collectedBytes = (bytes: number, files: number): number =>
  bytes + files * (RECORD_HEAD + PATH_BYTES);

/** Relative, within its folder, in ASCII: compilers have no use for other names. */
const isPlainPath = (path: string): boolean =>
  /^[\x20-\x7e]+$/.test(path) &&
  path.split("/").every((part) => part !== "" && part !== "." && part !== "..");

export function decodeReady(payload: Buffer): { readonly ok: boolean; readonly why: string } {
  return { ok: payload.readUInt8(0) === 1, why: payload.subarray(5).toString() };
}
