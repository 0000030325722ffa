import { setTimeout as delay } from "node:timers/promises";
import { call } from "./http.mjs";

/**
 * One client: submits until it has an id, then (if it waits) asks until the end.
 *
 * @typedef {{
 *   program: import("./programs.mjs").Program, waits: boolean, id: string | null, first: any | null,
 *   tries: number, problem: string | null, acceptedMs: number, cancels: boolean, outOfCredits: boolean,
 * }} Submission `first`: the final execution as the client saw it first.
 */

const GIVE_UP_MS = 180_000;
/**
 * Who waits longer is cut off more often before it has an id, and submits the same work again: a crowd of such clients
 * keeps a service that is killed every few seconds busy with their repetitions.
 */
const WAIT_SECONDS = 5;

/**
 * @param {{
 *   port: number, agent: import("node:http").Agent, program: import("./programs.mjs").Program, waits: boolean,
 *   key?: string | undefined, cancels?: boolean,
 * }} options `key`: of the account; `cancels`: it takes the execution back some time after it has its id.
 * @returns {Promise<Submission>}
 */
export const submit = async ({ port, agent, program, waits, key, cancels = false }) => {
  /** @type {Submission} */
  const submission = {
    ...{ program, waits, id: null, first: null, tries: 0, problem: null, acceptedMs: 0 },
    ...{ cancels, outOfCredits: false },
  };
  const headers = headersOf(key);
  const startedAt = performance.now();
  const body = JSON.stringify(program.request);
  const timeoutMs = (WAIT_SECONDS + 25) * 1000;
  const path = waits ? `/v1/executions?wait=${WAIT_SECONDS}` : "/v1/executions";
  while (submission.id === null) {
    if (performance.now() - startedAt > GIVE_UP_MS) {
      submission.problem = `was never accepted: ${submission.problem}`;
      return submission;
    }
    submission.tries += 1;
    try {
      const answer = await call({ port, agent, method: "POST", path, body, timeoutMs, headers });
      if (answer.status === 200 || answer.status === 202) note(submission, answer);
      else if (answer.status === 402) {
        submission.outOfCredits = true;
        submission.problem = null;
        return submission;
      } else if (answer.status === 503 || answer.status === 429) {
        if (answer.headers["retry-after"] === undefined)
          throw new Error(`a ${answer.status} without Retry-After`);
        submission.problem = `${answer.status} ${JSON.parse(answer.body).code}`;
        await delay(200 + Math.random() * 300);
      } else {
        submission.problem = `refused with ${answer.status}: ${answer.body}`;
        return submission;
      }
    } catch (error) {
      // Cut off, or nobody listens: it may have been admitted or not. Whoever saw no id tries again.
      submission.problem = String(error);
      await delay(100 + Math.random() * 200);
    }
  }
  submission.problem = null;
  submission.acceptedMs = performance.now() - startedAt;
  if (cancels && submission.first === null) await cancel(submission, port, agent, headers);
  if (waits && submission.first === null) await awaitEnd(submission, port, agent, headers);
  return submission;
};

const headersOf = (/** @type {string | undefined} */ key) =>
  /** @type {Record<string, string>} */ (key === undefined ? {} : { authorization: `Bearer ${key}` });

/** @param {Submission} submission @param {number} port @param {import("node:http").Agent} agent @param {Record<string, string>} headers */
const cancel = async (submission, port, agent, headers) => {
  await delay(Math.random() * 1_000);
  const path = `/v1/executions/${submission.id}`;
  for (let tries = 0; tries < 100; tries++) {
    try {
      const answer = await call({ port, agent, method: "DELETE", path, timeoutMs: 10_000, headers });
      if (answer.status === 200) return;
    } catch {
      // Killed under us. Cancelling twice is the same as once.
    }
    await delay(200);
  }
  submission.problem = "could not be cancelled";
};

/** @param {Submission} submission @param {import("./http.mjs").Answer} answer */
const note = (submission, { status, body }) => {
  const execution = JSON.parse(body);
  submission.id = execution.id;
  if (execution.status === "finished") submission.first = execution;
  else if (status === 200 && submission.waits) submission.problem = "a 200 for an unfinished execution";
};

/** @param {Submission} submission @param {number} port @param {import("node:http").Agent} agent @param {Record<string, string>} headers */
const awaitEnd = async (submission, port, agent, headers) => {
  const startedAt = performance.now();
  while (performance.now() - startedAt < 2 * GIVE_UP_MS) {
    try {
      const path = `/v1/executions/${submission.id}?wait=${WAIT_SECONDS}`;
      const answer = await call({ port, agent, path, timeoutMs: (WAIT_SECONDS + 25) * 1000, headers });
      if (answer.status === 404) {
        submission.problem = "is gone";
        return;
      }
      if (answer.status === 200) {
        const execution = JSON.parse(answer.body);
        if (execution.status === "finished") {
          submission.first = execution;
          return;
        }
      }
    } catch {
      // Killed under us: the next one answers.
    }
    await delay(200);
  }
};
