import { randomBytes } from "node:crypto";
import { encodeToWorker, type Holder, type Input } from "./progress.js";

/** Where input goes: to the worker that holds the lease. */
export interface InputTarget {
  readonly id: string;
  readonly token: string;
  send(message: Buffer): void;
}

/** Bytes in one message. */
const PIECE_BYTES = 16_384;
/** Bytes that may be kept here before the client is to stop. As many as may be on their way in a worker. */
export const INPUT_WINDOW = 65_536;

/**
 * Each message of a client is several to the worker and back. So many are passed on at once, as many as anybody types; the others
 * wait for the next turn, where of each kind one is left. Beyond the most the client is to stop until then.
 */
const TURN_MS = 50;
const AT_ONCE = 16;
const MOST_PER_TURN = 256;

/**
 * What one attached client types, on its way to a worker. Kept until the worker has said that it was passed on, and sent
 * again when something was lost meanwhile; the worker knows by its place what it has already. Before there is a worker it
 * waits here. What was meant for an attempt that was lost is not given to the next one.
 */
export class AttachedInput {
  readonly holder: Holder;
  /** Bytes that were passed on. */
  fed = 0;
  /** Called when there is room again. */
  onRoom: () => void = () => {};
  #kept: Buffer = Buffer.alloc(0);
  #sent = 0;
  /** The last end, and how many there were: on a terminal there may be many. */
  #end = { at: 0, nth: 0 };
  #endSent = 0;
  #size: { readonly columns: number; readonly rows: number } | null = null;
  #target: InputTarget | null = null;
  #wasFull = false;
  /** Messages of this turn, which ends by the timer. */
  #messages = 0;
  #turn: NodeJS.Timeout | null = null;
  readonly #waiting = new Map<string, Input["action"]>();

  constructor(now: number) {
    this.holder = { since: now, name: randomBytes(6).toString("hex") };
  }

  /** Of this and the next three. False: no more, until `onRoom`. What was given is taken all the same. */
  write(bytes: Buffer): boolean {
    this.#kept = Buffer.concat([this.#kept, bytes]);
    if (this.#isForNow()) this.#send();
    this.#wasFull ||= this.#kept.length >= INPUT_WINDOW;
    return this.#hasRoom();
  }

  end(): boolean {
    this.#end = { at: this.fed + this.#kept.length, nth: this.#end.nth + 1 };
    if (this.#isForNow()) this.#send();
    return this.#hasRoom();
  }

  /** Lost when nothing runs. */
  signal(number: number): boolean {
    return this.#actInTurn(`signal ${number}`, { type: "signal", number });
  }

  resize(size: { readonly columns: number; readonly rows: number }): boolean {
    this.#size = size;
    return this.#actInTurn("resize", { type: "resize", ...size });
  }

  /** Called by the follower each time that it has found out who runs it. Sends again what may have been lost. */
  aim(target: InputTarget): void {
    if (this.#target !== null && this.#target.token !== target.token) this.#forget();
    const first = this.#target?.token !== target.token;
    this.#target = target;
    this.#sent = this.fed;
    this.#endSent = 0;
    this.#send();
    if (first && this.#size) this.#act({ type: "resize", ...this.#size });
  }

  onFed(bytes: number): void {
    if (bytes <= this.fed) return;
    this.#kept = this.#kept.subarray(bytes - this.fed);
    this.fed = bytes;
    this.#send();
    if (!this.#wasFull || this.#kept.length >= INPUT_WINDOW / 2) return;
    this.#wasFull = false;
    if (this.#hasRoom()) this.onRoom();
  }

  #forget(): void {
    this.#kept = Buffer.alloc(0);
    this.fed = 0;
    this.#end = { at: 0, nth: 0 };
    this.#waiting.clear();
    const wasFull = this.#wasFull;
    this.#wasFull = false;
    if (wasFull && this.#hasRoom()) this.onRoom();
  }

  #hasRoom(): boolean {
    return !this.#wasFull && this.#messages <= MOST_PER_TURN;
  }

  #isForNow(): boolean {
    this.#turn ??= setTimeout(() => this.#endTurn(), TURN_MS);
    this.#messages += 1;
    return this.#messages <= AT_ONCE;
  }

  #actInTurn(name: string, action: Input["action"]): boolean {
    if (this.#isForNow()) {
      this.#act(action);
    } else {
      this.#waiting.delete(name); // the last of its kind comes last
      this.#waiting.set(name, action);
    }
    return this.#hasRoom();
  }

  #endTurn(): void {
    const hadRoom = this.#hasRoom();
    this.#turn = null;
    this.#messages = 0;
    this.#send();
    for (const action of this.#waiting.values()) this.#act(action);
    this.#waiting.clear();
    if (!hadRoom && this.#hasRoom()) this.onRoom();
  }

  /** No more on its way than a worker takes. */
  #send(): void {
    const end = this.fed + Math.min(this.#kept.length, INPUT_WINDOW);
    while (this.#target && this.#sent < end) {
      const from = this.#sent - this.fed;
      const bytes = this.#kept.subarray(from, Math.min(from + PIECE_BYTES, INPUT_WINDOW));
      this.#act({ type: "stdin", at: this.#sent, bytes });
      this.#sent += bytes.length;
    }
    if (this.#target && this.#endSent < this.#end.nth && this.#sent === this.#end.at) {
      this.#endSent = this.#end.nth;
      this.#act({ type: "end", ...this.#end });
    }
  }

  #act(action: Input["action"]): void {
    const target = this.#target;
    if (!target) return;
    const { id, token } = target;
    target.send(encodeToWorker({ input: { id, token, holder: this.holder, action } }));
  }
}
