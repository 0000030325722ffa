import { startClients } from "./load/clients.mjs";
import { helloOf, helloRequest } from "./scenarios/hellos.mjs";

const EXECUTIONS = 3_000;
const CLIENTS = 4;
const ROUND_MS = 500;

/**
 * Gives a function that lets the service serve `EXECUTIONS` hellos, once: it runs for weeks, and the first thousand take longer,
 * while V8 still compiles API and worker (the first 250: twice as long).
 */
export const createWarmUp = ({ url, scratch, progress }) => {
  const warmUp = async () => {
    const hello = helloOf("python");
    const request = helloRequest(url, hello);
    const clients = startClients({ scratch, url, count: CLIENTS, request, expected: hello.expected });
    try {
      for (let served = 0; served < EXECUTIONS; ) {
        progress.step(`warming up: ${Math.round((100 * served) / EXECUTIONS)}%`);
        served += (await clients.serve(ROUND_MS)).latencies.length;
      }
    } finally {
      await clients.close();
    }
  };
  let warm = null;
  return () => {
    warm ??= warmUp();
    return warm;
  };
};
