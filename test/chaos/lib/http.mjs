import { Agent, request } from "node:http";

/**
 * @typedef {{ status: number, headers: import("node:http").IncomingHttpHeaders, body: string }} Answer
 * @param {{ port: number, agent: Agent, method?: string, path: string, body?: string, timeoutMs: number,
 *   headers?: Record<string, string> }} options
 * @returns {Promise<Answer>}
 */
export const call = ({ port, agent, method = "GET", path, body, timeoutMs, headers: given = {} }) =>
  new Promise((resolve, reject) => {
    const headers =
      body === undefined
        ? given
        : { ...given, "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sent = request({ host: "127.0.0.1", port, agent, method, path, headers }, (response) => {
      /** @type {Buffer[]} */
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        clearTimeout(timer);
        // An answer that was cut off also ends.
        if (!response.complete) return reject(new Error("the answer was cut off"));
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      });
      response.on("error", reject);
    });
    const timer = setTimeout(() => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    sent.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    sent.end(body);
  });

/** @param {number} [sockets] */
export const createAgent = (sockets = Number.POSITIVE_INFINITY) =>
  new Agent({ keepAlive: true, maxSockets: sockets });
