import { Connection, execute } from "../client.mjs";
import { ms } from "../output.mjs";
import { summarize } from "../statistics.mjs";
import { helloOf, helloRequest } from "./hellos.mjs";

const LANGUAGE = "javascript";
const CLIENTS = 16;
const LASTS_MS = 4_000;
const MOST_UNPRIMED = 0.01;

/** When the first one was sent from which on hardly any was unprimed. */
const primedAfter = (sent) => {
  const byTime = sent.sort((a, b) => a.sentAt - b.sentAt);
  let unprimed = byTime.filter(({ primed }) => !primed).length;
  for (const [index, { sentAt, primed }] of byTime.entries()) {
    if (unprimed <= MOST_UNPRIMED * (byTime.length - index)) return sentAt;
    if (!primed) unprimed -= 1;
  }
  return LASTS_MS;
};

/**
 * A service that nobody asked for anything gets a burst in one language: after how long 99 of 100 requests found a booted
 * runtime from then on. (One that finds none later takes another's place for its own, or waits for the next one to be booted anew.)
 */
export const burst = {
  name: "burst",
  title: `${CLIENTS} clients at once in ${LANGUAGE}, which nobody asked for before`,
  needsInstance: true,
  async run({ url, progress }) {
    progress.step("burst");
    const hello = helloOf(LANGUAGE);
    const request = helloRequest(url, hello);
    const connections = await Promise.all(Array.from({ length: CLIENTS }, () => Connection.open(url)));
    const served = { primed: [], unprimed: [] };
    const sent = [];
    const begun = performance.now();
    try {
      await Promise.all(
        connections.map(async (connection) => {
          while (performance.now() - begun < LASTS_MS) {
            const sentAt = performance.now() - begun;
            const { ms: took, execution } = await execute(connection, request, hello.expected);
            const { primed } = execution.sandbox;
            served[primed ? "primed" : "unprimed"].push(took);
            sent.push({ sentAt, primed });
          }
        }),
      );
    } finally {
      for (const connection of connections) connection.close();
    }
    const summaries = Object.fromEntries(
      Object.entries(served)
        .filter(([, values]) => values.length > 0)
        .map(([how, values]) => [`burst, ${how}`, summarize(values)]),
    );
    const primedAfterMs = primedAfter(sent);
    return {
      summaries,
      rows: [
        {
          name: "burst, 99 % primed after",
          neuron: `${ms(primedAfterMs)} ms`,
          value: primedAfterMs,
          target: { most: 1_000 },
        },
      ],
    };
  },
};
