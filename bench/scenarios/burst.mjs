import { Connection, execute } from "../client.mjs";
import { ms } from "../output.mjs";
import { summarize } from "../statistics.mjs";
import { helloOf, helloRequest } from "./hellos.mjs";

const LANGUAGE = "javascript";
const CLIENTS = 16;
const LASTS_MS = 4_000;

/**
 * A service that nobody asked for anything gets a burst in one language: how long until nobody any more has to wait for its
 * runtime to boot. Most of the runtimes waited already or boot within the first answers; what counts is the last one.
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
    const begun = performance.now();
    let lastUnprimedAt = 0;
    try {
      await Promise.all(
        connections.map(async (connection) => {
          while (performance.now() - begun < LASTS_MS) {
            const sentAt = performance.now() - begun;
            const { ms: took, execution } = await execute(connection, request, hello.expected);
            served[execution.sandbox.primed ? "primed" : "unprimed"].push(took);
            if (!execution.sandbox.primed) lastUnprimedAt = Math.max(lastUnprimedAt, sentAt);
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
    return {
      summaries,
      rows: [
        {
          name: "burst, primed for all after",
          neuron: `${ms(lastUnprimedAt)} ms`,
          value: lastUnprimedAt,
          target: { most: 1_000 },
        },
      ],
    };
  },
};
