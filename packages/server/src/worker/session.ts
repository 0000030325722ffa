import type { Session as SessionLimits } from "@neuron/contract";
import { type Holder, type Input, isNewer, type LiveItem, type Pull } from "../queue/progress.js";
import type { Interaction, RunControls, Transcript } from "../sandbox/index.js";
import { STDIN_MAX } from "../sandbox/wire.js";

/** As many bytes passed on are worth an answer of their own; fewer are told of with the next output. */
const WORTH_TELLING = 16_384;
const LOOK_MS = 500;
/** A client's API process asks at least each 5 s. */
const SILENT_MS = 15_000;

export interface SessionOptions {
  readonly limits: Required<SessionLimits>;
  readonly transcript: Transcript;
  /** By the monotonic clock. */
  readonly now: () => number;
  /** There may be something to tell. */
  readonly onNews: () => void;
}

/**
 * One interactive execution, from its lease to its end: who is attached, what they type, and when it has gone on for long
 * enough without.
 *
 * Whoever attached last holds it. Input has places, counted from 0 for each holder: what comes twice is taken once, what comes
 * too early is not taken, and is sent again by its holder.
 */
export class Session implements Interaction {
  readonly #options: SessionOptions;
  #controls: RunControls | null = null;
  #holder: Holder | null = null;
  /** Bytes of this holder's input: taken, and passed on. */
  #taken = 0;
  #fed = 0;
  /** Bytes of earlier holders that are not passed on yet: the first ones to be. */
  #ofOthers = 0;
  /** For the run, which has not begun. */
  #waiting: (Buffer | "end")[] = [];
  /** Ends of this holder's input. */
  #ends = 0;
  #seenAt: number;
  #leftAt: number | null;
  #activeAt: number;
  #printed = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#seenAt = this.#leftAt = this.#activeAt = options.now();
  }

  begun(controls: RunControls): void {
    const now = this.#options.now();
    this.#controls = controls;
    this.#activeAt = now;
    if (this.#leftAt !== null) this.#leftAt = now;
    for (const each of this.#waiting.splice(0)) {
      if (each === "end") controls.end();
      else controls.write(each);
    }
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  onFed(bytes: number): void {
    const ofOthers = Math.min(bytes, this.#ofOthers);
    this.#ofOthers -= ofOthers;
    this.#fed += bytes - ofOthers;
    this.#options.onNews();
  }

  closed(): void {
    this.#controls = null;
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** A client asks for news, or leaves. */
  onPull({ holder, from }: Pull): void {
    if (!holder) return;
    if (from) this.#take(holder);
    else if (holder.name === this.#holder?.name) this.#leftAt ??= this.#options.now();
  }

  onInput({ holder, action }: Input): void {
    if (!this.#take(holder)) return;
    switch (action.type) {
      case "stdin":
        this.#write(action.at, action.bytes);
        break;
      case "end":
        if (action.at !== this.#taken || action.nth <= this.#ends) break;
        this.#ends = action.nth;
        if (this.#controls) this.#controls.end();
        else this.#waiting.push("end");
        break;
      case "signal":
        this.#controls?.signal(action.number);
        break;
      case "resize":
        this.#controls?.resize(action);
        break;
    }
    this.#activeAt = this.#options.now();
  }

  /** What is there to be told beside the output. `more`: there is output, too. */
  news({ holder, fed = 0 }: Pull, more: boolean): LiveItem[] {
    if (!holder) return [];
    if (holder.name !== this.#holder?.name) return [{ type: "replaced" }];
    const worth = more ? 1 : WORTH_TELLING;
    return this.#fed - fed >= worth ? [{ type: "fed", bytes: this.#fed }] : [];
  }

  /** False: somebody else has attached since. */
  #take(holder: Holder): boolean {
    if (holder.name !== this.#holder?.name) {
      if (!isNewer(holder, this.#holder)) return false;
      this.#holder = holder;
      this.#ofOthers += this.#taken - this.#fed;
      this.#taken = 0;
      this.#fed = 0;
      this.#ends = 0;
      this.#options.onNews();
    }
    this.#seenAt = this.#options.now();
    this.#leftAt = null;
    return true;
  }

  #write(at: number, bytes: Buffer): void {
    const known = this.#taken - at;
    const room = STDIN_MAX - (this.#taken - this.#fed) - this.#ofOthers;
    if (known < 0 || known >= bytes.length || bytes.length - known > room) return;
    const fresh = bytes.subarray(known);
    this.#taken += fresh.length;
    if (this.#controls) this.#controls.write(fresh);
    else this.#waiting.push(fresh);
  }

  #look(): void {
    const { limits, transcript, now } = this.#options;
    const at = now();
    if (transcript.bytes !== this.#printed) this.#activeAt = at;
    this.#printed = transcript.bytes;
    if (this.#leftAt === null && at - this.#seenAt > SILENT_MS) this.#leftAt = this.#seenAt;
    if (this.#leftAt !== null && at - this.#leftAt > limits.graceTimeMs) {
      this.#controls?.stop("cancelled", `no client was attached for ${limits.graceTimeMs} ms`);
    } else if (at - this.#activeAt > limits.idleTimeMs) {
      this.#controls?.stop("time_limit", `nothing was typed or printed for ${limits.idleTimeMs} ms`);
    }
  }
}
