/**
 * The agent's protocol, as `agent/src/wire.h` describes it: frames of u32 length, u8 type, payload; integers
 * little-endian; a `str` is u32 length and bytes.
 */
export const WIRE_VERSION = 1;

export const ToAgent = { prepare: 1, start: 2, kill: 3, probe: 4, renew: 5 } as const;

export const FromAgent = {
  hello: 64,
  ready: 65,
  started: 66,
  stdout: 67,
  stderr: 68,
  exit: 69,
  probed: 70,
  fault: 71,
} as const;

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

const u8 = (value: number): Buffer => Buffer.of(value);

const u32 = (value: number): Buffer => {
  const b = Buffer.allocUnsafe(4);
  b.writeUInt32LE(value);
  return b;
};

const u64 = (value: number): Buffer => {
  const b = Buffer.allocUnsafe(8);
  b.writeBigUInt64LE(BigInt(Math.floor(value)));
  return b;
};

const str = (value: string | Buffer): Buffer[] => {
  const bytes = typeof value === "string" ? Buffer.from(value) : value;
  return [u32(bytes.length), bytes];
};

const strs = (values: readonly string[]): Buffer[] => [u32(values.length), ...values.flatMap(str)];

const pairs = (env: Readonly<Record<string, string>>): string[] =>
  Object.entries(env).map(([name, value]) => `${name}=${value}`);

/** A whole frame in one buffer, so that it leaves in one write. */
export function frame(type: number, ...parts: Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([u32(length), u8(type), ...parts], HEADER + length);
}

export interface PrepareMessage {
  readonly kind: string;
  readonly diskBytes: number;
  readonly inodes: number;
  readonly keep: boolean;
  /** The runtime to boot when this kind has none yet; empty for the launcher. */
  readonly boot: { readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> } | null;
}

export function encodePrepare(message: PrepareMessage): Buffer {
  return frame(
    ToAgent.prepare,
    ...str(message.kind),
    u64(message.diskBytes),
    u32(message.inodes),
    u8(message.keep ? 1 : 0),
    ...strs(message.boot?.argv ?? []),
    ...strs(pairs(message.boot?.env ?? {})),
  );
}

export interface StartMessage {
  readonly wallTimeMs: number;
  readonly outputBytes: number;
  readonly stdin: Buffer;
  readonly processes: number;
  readonly fileBytes: number;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly files: readonly { readonly path: string; readonly content: Buffer }[];
}

export function encodeStart(message: StartMessage): Buffer {
  return frame(
    ToAgent.start,
    u32(message.wallTimeMs),
    u64(message.outputBytes),
    ...str(message.stdin),
    u32(message.processes),
    u64(message.fileBytes),
    ...strs(message.argv),
    ...strs(pairs(message.env)),
    u32(message.files.length),
    ...message.files.flatMap((file) => [...str(file.path), ...str(file.content)]),
  );
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

export function decodeReady(payload: Buffer): { readonly ok: boolean; readonly why: string } {
  return { ok: payload.readUInt8(0) === 1, why: payload.subarray(5).toString() };
}
