import type { Duplex } from "node:stream";
import { SandboxLostError } from "./types.js";
import { type Frame, FrameReader, FromAgent } from "./wire.js";

/** Frames to and from one agent over the container's stdin and stdout. Its end is the sandbox's end. */
export class AgentChannel {
  readonly #socket: Duplex;
  readonly #reader = new FrameReader();
  #onFrame: (frame: Frame) => void = () => {};
  #onLost: (error: SandboxLostError) => void = () => {};
  #lost: SandboxLostError | null = null;
  #waiting: { readonly type: number; resolve(payload: Buffer): void; reject(error: Error): void } | null =
    null;

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("end", () => this.#lose("the agent ended"));
    socket.on("error", (error) => this.#lose(error.message));
  }

  /** Every frame that no `expect` waits for. */
  set onFrame(listener: (frame: Frame) => void) {
    this.#onFrame = listener;
  }

  set onLost(listener: (error: SandboxLostError) => void) {
    this.#onLost = listener;
  }

  send(frame: Buffer): void {
    if (this.#lost) throw this.#lost;
    this.#socket.write(frame);
  }

  /** The payload of the next frame of that type. Rejects when the agent is lost or the time runs out. */
  expect(type: number, timeoutMs: number): Promise<Buffer> {
    if (this.#lost) return Promise.reject(this.#lost);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.#lose(`the agent did not answer within ${timeoutMs} ms`),
        timeoutMs,
      );
      const settled = (): void => {
        clearTimeout(timer);
        this.#waiting = null;
      };
      this.#waiting = {
        type,
        resolve: (payload) => {
          settled();
          resolve(payload);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      };
    });
  }

  close(): void {
    this.#lose("destroyed");
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    try {
      for (const frame of this.#reader.push(chunk)) {
        if (frame.type === FromAgent.fault) this.#lose(`agent fault: ${frame.payload.toString()}`);
        else if (this.#waiting?.type === frame.type) this.#waiting.resolve(frame.payload);
        else this.#onFrame(frame);
      }
    } catch (error) {
      this.#lose(`agent protocol: ${(error as Error).message}`);
    }
  }

  #lose(why: string): void {
    if (this.#lost) return;
    this.#lost = new SandboxLostError(why);
    this.#waiting?.reject(this.#lost);
    this.#onLost(this.#lost);
  }
}
