import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { call, createAgent } from "./http.mjs";

/**
 * What came of a number of requests, whoever sent them.
 * @typedef {{ sent: number, succeeded: number, failed: string[], refused: number, seconds: number }} LoadResult
 * `refused`: answered 503, with Retry-After as far as the sender can see it.
 */

/**
 * ApacheBench: HTTP/1.0, one connection for each request.
 * @param {{ url: string, body: string, requests: number, connections: number }} options @returns {Promise<LoadResult>}
 */
export const apacheBench = async ({ url, body, requests, connections }) => {
  const folder = mkdtempSync(join(tmpdir(), "neuron-burst-"));
  const file = join(folder, "body.json");
  writeFileSync(file, body);
  try {
    // -l: answers differ in length, which is no failure. -s: seconds to wait for an answer.
    const args = ["-q", "-l", "-s", "120", "-n", `${requests}`, "-c", `${connections}`];
    const ab = spawn("ab", [...args, "-p", file, "-T", "application/json", url], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [ab.stdout, ab.stderr])
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    const [code] = await once(ab, "close");
    const number = (/** @type {string} */ label) =>
      Number(new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(output)?.[1] ?? 0);
    const failures = number("Failed requests");
    const complete = number("Complete requests");
    const refused = number("Non-2xx responses");
    const failed = [
      ...(code === 0 ? [] : [`ab ended with ${code}: ${output.trim().split("\n").slice(-3).join(" ")}`]),
      ...(failures === 0 ? [] : [`ab counts ${failures} failed requests`]),
      ...(complete === requests ? [] : [`ab completed ${complete} of ${requests}`]),
    ];
    const seconds = number("Time taken for tests");
    return { sent: requests, succeeded: complete - failures - refused, failed, refused, seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The id of what was taken, by the native API's answer; null when it is no such answer. */
const nativeId = (/** @type {import("./http.mjs").Answer} */ { status, body }) =>
  /** @type {string | null} */ (status === 200 || status === 202 ? JSON.parse(body).id : null);

/**
 * HTTP/1.1 on connections that are kept.
 * @param {{
 *   port: number, path: string, body: string, requests: number, connections: number,
 *   idOf?: (answer: import("./http.mjs").Answer) => string | null,
 * }} options
 * @returns {Promise<LoadResult & { ids: string[] }>}
 */
export const nodeClient = async ({ port, path, body, requests, connections, idOf = nativeId }) => {
  const agent = createAgent(connections);
  const startedAt = performance.now();
  /** @type {string[]} */
  const failed = [];
  /** @type {string[]} */
  const ids = [];
  let refused = 0;
  let left = requests;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      try {
        const answer = await call({ port, agent, method: "POST", path, body, timeoutMs: 120_000 });
        const id = idOf(answer);
        if (id !== null) ids.push(id);
        else if (answer.status === 503 && Number(answer.headers["retry-after"]) >= 1) refused += 1;
        else failed.push(`${answer.status}: ${answer.body.slice(0, 200)}`);
      } catch (error) {
        failed.push(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  agent.destroy();
  const seconds = (performance.now() - startedAt) / 1000;
  return { sent: requests, succeeded: ids.length, failed, refused, seconds, ids };
};
