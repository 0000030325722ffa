import type { TerminalSize } from "@neuron/sdk";

/** A terminal on the page, as a run uses it. */
export interface TerminalPort {
  size(): TerminalSize;
  /** Resolves when it was taken in, so that a flood waits for the screen. */
  write(data: Uint8Array): Promise<void>;
  clear(): void;
  focus(): void;
  /** Where what is typed goes to, and new sizes; null: nowhere. */
  connect(listener: TerminalListener | null): void;
}

export interface TerminalListener {
  onInput(data: string | Uint8Array): void;
  onResize(size: TerminalSize): void;
}
