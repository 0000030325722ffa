import * as fs from "node:fs";

/**
 * A file of a control group that is touched for every execution: kept open, read and written synchronously. Each takes 1-150 us
 * here, less than a turn of the event loop with its thread pool.
 */
export class Knob {
  #fd: number;
  readonly #buffer: Buffer;
  readonly file: string;

  /** `most`: bytes of it that are read. */
  constructor(file: string, flags: "r" | "r+" | "w", most = 512) {
    this.file = file;
    this.#buffer = Buffer.allocUnsafe(most);
    this.#fd = fs.openSync(file, flags);
  }

  text(): string {
    return this.#buffer.toString("latin1", 0, fs.readSync(this.#fd, this.#buffer, 0, this.#buffer.length, 0));
  }

  number(): number {
    return Number.parseInt(this.text(), 10);
  }

  /** Value of a line `key N` in a flat-keyed file; of several keys their sum. */
  keyed(...keys: string[]): number {
    const text = `\n${this.text()}`;
    let sum = 0;
    for (const key of keys) {
      const at = text.indexOf(`\n${key} `);
      if (at >= 0) sum += Number.parseInt(text.slice(at + key.length + 2), 10);
    }
    return sum;
  }

  set(value: string | number): void {
    fs.writeSync(this.#fd, String(value), 0);
  }

  /** Uses after it throw, rather than meet whatever file has the number by then. */
  close(): void {
    if (this.#fd >= 0) fs.closeSync(this.#fd);
    this.#fd = -1;
  }
}

export function optionalKnob(file: string, flags: "r" | "r+"): Knob | null {
  return fs.existsSync(file) ? new Knob(file, flags) : null;
}

/** `memory.stat` of either version. */
export const openMemoryStat = (file: string): Knob => new Knob(file, "r", 4096);

/** Pages of files: in version 1 `cache` has those of tmpfs, too, which cannot be taken back. */
export const cacheBytesIn = (stat: Knob): number => stat.keyed("active_file", "inactive_file");

export function readPids(file: string): number[] {
  try {
    return fs.readFileSync(file, "latin1").split("\n").filter(Boolean).map(Number);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ENODEV";
}

/** A group that is gone holds nothing that could be killed. */
export function unlessGone(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** The kernel says so when it could not take back enough, or has no such file. */
export function ifPossible(reclaim: () => void): void {
  try {
    reclaim();
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["EBUSY", "EAGAIN", "ENOENT"].includes(code)) throw error;
  }
}

export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

export function subfolders(folder: string): string[] {
  try {
    return fs
      .readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

export function rmdirIfThere(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
