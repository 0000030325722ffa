import type { Told } from "./told.js";

/** A client of the stream, for tests. */
export interface LiveClient {
  readonly status: number;
  /** What came last of each. */
  readonly latest: Partial<Told>;
  /** Names, in the order in which they came. */
  readonly events: readonly (keyof Told)[];
  readonly ended: Promise<void>;
  leave(): Promise<void>;
}

export const openLive = async (url: string, key?: string): Promise<LiveClient> => {
  const abort = new AbortController();
  const response = await fetch(`${url}/v1/stats/stream`, {
    signal: abort.signal,
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
  });
  const latest: Partial<Told> = {};
  const events: (keyof Told)[] = [];

  const read = async (): Promise<void> => {
    let rest = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      const blocks = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
        if (event === undefined) continue;
        events.push(event as keyof Told);
        Object.assign(latest, { [event]: JSON.parse(data ?? "") });
      }
    }
  };
  const ended = read().catch(() => undefined);
  return {
    status: response.status,
    latest,
    events,
    ended,
    async leave() {
      abort.abort();
      await ended;
    },
  };
};
