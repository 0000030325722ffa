import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createNeuron, type LiveEvent, NeuronError } from "./index.js";

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  if (server) await once(server, "close");
});

/** Answers the n-th connection with the n-th text, later ones with the last; a number is a status. */
const serve = async (answers: readonly (string | number)[]) => {
  const keys: (string | undefined)[] = [];
  const paths: string[] = [];
  server = createServer((request, response: ServerResponse) => {
    const answer = answers[Math.min(keys.length, answers.length - 1)] ?? 500;
    keys.push(request.headers.authorization);
    paths.push(request.url ?? "");
    if (typeof answer === "number") response.writeHead(answer).end();
    else response.writeHead(200, { "content-type": "text/event-stream" }).end(answer);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys, paths };
};

const event = (type: string, data: object): string => `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;

test("goes on where a connection ends, and leaves out what it does not know", async () => {
  const { url, keys, paths } = await serve([
    `:\n\n${event("stats", { queued: 1 })}${event("weather", {})}`,
    503,
    event("burst", { count: 3 }),
  ]);
  const seen: LiveEvent[] = [];
  for await (const each of createNeuron({ url, key: "k" }).watch()) {
    seen.push(each);
    if (each.type === "burst") break;
  }
  expect(seen).toEqual([
    { type: "stats", data: { queued: 1 } },
    { type: "burst", data: { count: 3 } },
  ]);
  expect(keys).toEqual(["Bearer k", "Bearer k", "Bearer k"]);
  expect(new Set(paths)).toEqual(new Set(["/v1/stats/stream"]));
});

test("gives up after so many connections that told nothing", async () => {
  const { url, keys } = await serve([""]);
  const next = createNeuron({ url, retries: 1 }).watch().next();
  await expect(next).rejects.toThrow(NeuronError);
  expect(keys).toHaveLength(2);
});
