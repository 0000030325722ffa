import type { Execution } from "@neuron/contract";

export interface ServerEvent {
  readonly id: string;
  readonly event: string;
  // The data of whatever event it is: tests say what they expect of it.
  readonly data: Record<string, unknown>;
  /** When it came, as `Date.now()` shows it. */
  readonly at: number;
}

/** The events of an execution as a client reads them; the connection ends with the loop. */
export async function* eventsOf(
  url: string,
  { id }: Pick<Execution, "id">,
  lastEventId?: string,
): AsyncGenerator<ServerEvent> {
  const gone = new AbortController();
  const response = await fetch(`${url}/v1/executions/${id}/events`, {
    signal: gone.signal,
    headers: lastEventId === undefined ? {} : { "last-event-id": lastEventId },
  });
  if (response.status !== 200 || !response.body)
    throw new Error(`${response.status} ${await response.text()}`);
  try {
    let text = "";
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        const parsed = parse(block);
        if (parsed) yield parsed;
      }
    }
  } finally {
    gone.abort();
  }
}

const parse = (block: string): ServerEvent | null => {
  const fields = new Map(
    block.split("\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
    }),
  );
  const [id, event, data] = [fields.get("id"), fields.get("event"), fields.get("data")];
  if (id === undefined || event === undefined || data === undefined) return null;
  return { id, event, data: JSON.parse(data) as Record<string, unknown>, at: Date.now() };
};

/** What the events say was printed. */
export const printedIn = (events: readonly ServerEvent[], stream: "stdout" | "stderr"): Buffer =>
  Buffer.concat(
    events
      .filter(({ event }) => event === stream)
      .map(({ data }) => Buffer.from(String(data.data), data.encoding === "base64" ? "base64" : "utf8")),
  );

export const collect = async (events: AsyncIterable<ServerEvent>): Promise<ServerEvent[]> => {
  const all: ServerEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
};

/** The names in a row, without repetitions. */
export const namesOf = (events: readonly ServerEvent[]): string[] =>
  events.map(({ event }) => event).filter((name, at, all) => name !== all[at - 1]);
