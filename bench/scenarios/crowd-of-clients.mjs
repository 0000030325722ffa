import { Connection, execute } from "../client.mjs";

/**
 * So many clients at once, each with a connection of its own and one hello. Resolves with the latency of each, from
 * before its connection was made to the last byte of its answer. A wrong or refused one fails.
 */
export const crowdOfClients = async (url, count, request, expected) => {
  const client = async () => {
    const begun = performance.now();
    const connection = await Connection.open(url);
    try {
      await execute(connection, request, expected);
      return performance.now() - begun;
    } finally {
      connection.close();
    }
  };
  const begun = performance.now();
  const latencies = await Promise.all(Array.from({ length: count }, client));
  return { latencies, ms: performance.now() - begun };
};
