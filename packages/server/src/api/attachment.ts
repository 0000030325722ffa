import { constants } from "node:os";
import { ATTACH_CLOSE, type AttachMessage, AttachMessageSchema, PROBLEMS } from "@neuron/contract";
import type { Logger } from "pino";
import { Compile } from "typebox/compile";
import type { RawData, WebSocket } from "ws";
import type { Cancellation } from "../platform/cancellation.js";
import type { AttachedInput } from "../queue/index.js";
import type { FollowEvent } from "../queue/types.js";
import { encodeEventId, eventData } from "./event-stream.js";
import { keepAlive, send } from "./sockets.js";

const isAttachMessage = Compile(AttachMessageSchema);

export interface Attachment {
  readonly socket: WebSocket;
  readonly events: AsyncIterable<FollowEvent>;
  readonly input: AttachedInput;
  readonly cancellation: Cancellation;
  readonly logger: Logger;
}

/**
 * One attached client, until the execution ends, another client attaches, or it leaves. What it types goes to `input`, which
 * says when to stop reading from it; events go out one at a time, when those before have left.
 */
export const serveAttachment = async (attachment: Attachment): Promise<void> => {
  const { socket, events, cancellation, logger } = attachment;
  const end = keepAlive(socket);
  readMessages(attachment);
  socket.once("close", () => cancellation.cancel());
  try {
    let last: FollowEvent["type"] | null = null;
    for await (const event of events) {
      last = event.type;
      if (event.type === "replaced") break;
      await send(socket, { type: event.type, eventId: encodeEventId(event.at), ...eventData(event) });
    }
    if (last === "finished") socket.close(ATTACH_CLOSE.finished, "finished");
    else if (last === "replaced") socket.close(ATTACH_CLOSE.replaced, "another client has attached");
    else socket.close(ATTACH_CLOSE.goingAway, "attach again");
  } catch (error) {
    logger.warn({ err: error }, "an attachment was lost");
    socket.close(ATTACH_CLOSE.lost, "attach again");
  } finally {
    end();
  }
};

const readMessages = ({ socket, input }: Attachment): void => {
  input.onRoom = () => socket.resume();
  let refused = false;
  socket.on("message", (data: RawData, isBinary: boolean) => {
    if (refused) return;
    const read = isBinary ? "Messages are text frames of JSON." : parse(data.toString());
    if (typeof read !== "string") {
      if (!act(input, read)) socket.pause();
      return;
    }
    refused = true;
    const { title, hint } = PROBLEMS.invalid_field;
    const problem = { type: "error", code: "invalid_field", title, detail: read, hint };
    socket.send(JSON.stringify(problem), () => socket.close(ATTACH_CLOSE.badMessage, "not understood"));
  });
};

/** What is wrong with it, or the message. */
const parse = (text: string): AttachMessage | string => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "The message is not valid JSON.";
  }
  if (isAttachMessage.Check(value)) return value;
  const [error] = isAttachMessage.Errors(value);
  const where = error?.instancePath ? ` at ${error.instancePath}` : "";
  return `The message is none that is known here${where}: stdin, end, signal, resize, with their fields.`;
};

/** False: nothing more until there is room. */
const act = (input: AttachedInput, message: AttachMessage): boolean => {
  switch (message.type) {
    case "stdin":
      return input.write(Buffer.from(message.data, message.encoding ?? "utf8"));
    case "end":
      return input.end();
    case "signal":
      return input.signal(constants.signals[message.signal]);
    case "resize":
      return input.resize({ columns: message.columns, rows: message.rows });
  }
};
