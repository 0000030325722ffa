/** One event as it came. */
export interface RawEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

/** Nothing the service sends is longer: an execution's own output comes in pieces. */
const MAX_LINE = 64 * 1024 * 1024;

/**
 * Reads `text/event-stream` (HTML Living Standard, 9.2.6). Ends when the stream does; what was begun and not ended by an
 * empty line is dropped, as it says there.
 */
export const createEventParser = (): { push(text: string): RawEvent[] } => {
  let rest = "";
  let id = "";
  let type = "";
  let data: string[] = [];
  const takeLine = (line: string): RawEvent | null => {
    if (line === "") {
      const event =
        data.length === 0 ? null : { id, type: type === "" ? "message" : type, data: data.join("\n") };
      type = "";
      data = [];
      return event;
    }
    const colon = line.indexOf(":");
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (name === "data") data.push(value);
    else if (name === "event") type = value;
    else if (name === "id" && !value.includes("\0")) id = value;
    return null;
  };
  return {
    push(text) {
      rest += text;
      const events: RawEvent[] = [];
      let start = 0;
      for (;;) {
        const end = endOfLine(rest, start);
        if (end === -1) break;
        const event = takeLine(rest.slice(start, end));
        if (event !== null) events.push(event);
        start = rest[end] === "\r" && rest[end + 1] === "\n" ? end + 2 : end + 1;
      }
      rest = rest.slice(start);
      if (rest.length > MAX_LINE) throw new Error("A line of the stream is too long.");
      return events;
    },
  };
};

/** A carriage return at the very end may be half of a line's end: it waits. */
const endOfLine = (text: string, start: number): number => {
  for (let at = start; at < text.length; at++) {
    const unit = text[at];
    if (unit === "\n") return at;
    if (unit === "\r") return at + 1 < text.length ? at : -1;
  }
  return -1;
};
