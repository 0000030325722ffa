import type { Attachment, ExecutionEvent, FinishedEvent } from "@neuron/sdk";
import { showLive } from "./live.js";

/** The size of this command's terminal, where both ends of the conversation are on it. */
export const terminalHere = (): { columns: number; rows: number } | undefined => {
  const { stdin, stdout } = process;
  if (stdin.isTTY !== true || stdout.isTTY !== true) return undefined;
  // One that does not know its size says 0.
  return { columns: within(stdout.columns || 80), rows: within(stdout.rows || 24) };
};

/** What the service takes. */
const within = (size: number): number => Math.min(1000, Math.max(1, size));

/**
 * Connects this command's input to the program until it ends. On a terminal every key goes to the program's own terminal,
 * Ctrl-C among them; otherwise the input's end is the program's.
 */
export const converse = async (attachment: Attachment): Promise<FinishedEvent | null> => {
  const { stdin, stdout } = process;
  const terminal = terminalHere() !== undefined;
  const onData = (data: Buffer): void => attachment.write(data);
  const onEnd = (): void => attachment.end();
  const onResize = (): void => {
    const size = terminalHere();
    if (size) attachment.resize(size.columns, size.rows);
  };
  stdin.on("data", onData).on("end", onEnd);
  if (terminal) stdout.on("resize", onResize);
  try {
    return await showLive(terminal ? rawWhileRunning(attachment) : attachment, process);
  } finally {
    if (terminal) stdin.setRawMode(false);
    stdin.removeListener("data", onData).removeListener("end", onEnd).pause();
    stdout.removeListener("resize", onResize);
  }
};

/** Before and after, lines of the compiler and of this command are shown by a terminal that ends lines. */
async function* rawWhileRunning(events: AsyncIterable<ExecutionEvent>): AsyncGenerator<ExecutionEvent> {
  for await (const event of events) {
    const running = event.type === "stdout" || event.type === "stderr";
    process.stdin.setRawMode(running || event.type === "started");
    yield event;
  }
}
