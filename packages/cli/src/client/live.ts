import { once } from "node:events";
import { type ExecutionEvent, type FinishedEvent, toBytes } from "@neuron/sdk";

export interface Outlets {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** Prints what a program prints, as it comes, and gives how it ended. Reads no faster than what is printed is taken. */
export const showLive = async (
  events: AsyncIterable<ExecutionEvent>,
  outlets: Outlets,
): Promise<FinishedEvent | null> => {
  let printed = false;
  const print = async (stream: NodeJS.WritableStream, bytes: Uint8Array): Promise<void> => {
    if (!stream.write(bytes)) await once(stream, "drain");
  };
  for await (const event of events) {
    switch (event.type) {
      case "started":
        if (printed)
          outlets.stderr.write("neuron: its worker was lost; what follows is printed by a new attempt\n");
        printed = false;
        break;
      case "compile": {
        const { stdout, stderr } = event.data;
        await print(outlets.stderr, Buffer.from(stdout + stderr));
        break;
      }
      case "stdout":
      case "stderr":
        printed = true;
        await print(outlets[event.type], toBytes(event.data.data, event.data.encoding));
        break;
      case "finished":
        return event.data;
      default:
    }
  }
  return null;
};
