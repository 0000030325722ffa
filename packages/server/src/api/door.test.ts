import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type FastifyInstance, fastify } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { guardDoor } from "./door.js";

const SILENCE_MS = 200;

let app: FastifyInstance;
/** What was handled, in order. */
let handled: string[];
let sockets: Socket[];

beforeEach(async () => {
  handled = [];
  sockets = [];
  app = fastify();
  const door = guardDoor(app, { server: app.server, silenceMs: SILENCE_MS });
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  app.post("/work", { onRequest: (request, _reply, done) => door.enter(request, done) }, async (request) => {
    handled.push("work");
    return String(request.body);
  });
  app.get("/look", async () => {
    handled.push("look");
    return "looked";
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await app.close();
});

const open = async (): Promise<Socket> => {
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  sockets.push(socket);
  await once(socket, "connect");
  return socket;
};
const work = (body: string): string =>
  `POST /work HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const look = "GET /look HTTP/1.1\r\nHost: x\r\n\r\n";

/** Collects what comes until it has all of `parts`, in this order. */
const receive = async (socket: Socket, ...parts: string[]): Promise<void> => {
  let text = "";
  const hasAll = () => parts.reduce((from, part) => (from < 0 ? from : text.indexOf(part, from)), 0) >= 0;
  while (!hasAll()) text += String((await once(socket, "data", { signal: AbortSignal.timeout(5000) }))[0]);
};

test("one who looks is not kept waiting by a crowd that brings work", async () => {
  const crowd = await Promise.all(Array.from({ length: 200 }, open));
  const looker = await open();
  for (const socket of crowd) socket.write(work("w"));
  looker.write(look);
  await Promise.all([receive(looker, "looked"), ...crowd.map((socket) => receive(socket, "\r\n\r\nw"))]);
  expect(handled).toHaveLength(201);
  expect(handled.indexOf("look")).toBeLessThan(100);
});

test("requests follow each other on one connection, also before the first is answered", async () => {
  const socket = await open();
  socket.write(work("first") + look + work("second"));
  await receive(socket, "first", "looked", "second");
  socket.write(look + work("third"));
  await receive(socket, "looked", "third");
  expect(handled).toHaveLength(5);
});

test("a request may come byte by byte, and a body long after its head", async () => {
  const socket = await open();
  for (const character of work("")) {
    socket.write(character);
    await delay(1);
  }
  await receive(socket, "200 OK");
  const large = "x".repeat(300_000);
  const [head, body] = [work(large).slice(0, 200), work(large).slice(200)];
  socket.write(head);
  await delay(2 * SILENCE_MS);
  socket.write(body);
  await receive(socket, large);
});

test("a connection that says nothing is closed, and one that has said something is not", async () => {
  const talking = await open();
  talking.write(look);
  await receive(talking, "looked");
  const silent = await open();
  await once(silent, "close", { signal: AbortSignal.timeout(5000) });
  await delay(SILENCE_MS);
  talking.write(look);
  await receive(talking, "looked");
});

test("a client that ends, or is cut off, before or after its first bytes harms nobody", async () => {
  const quiet = await open();
  quiet.end();
  await once(quiet, "close", { signal: AbortSignal.timeout(5000) });
  const gone = await Promise.all(Array.from({ length: 50 }, open));
  for (const [i, socket] of gone.entries()) {
    socket.write(work("w"));
    if (i % 2 === 0) socket.resetAndDestroy();
    else socket.end();
  }
  const socket = await open();
  socket.write(look);
  await receive(socket, "looked");
});

test("closing does not wait for those that say nothing", async () => {
  const silent = await open();
  const closed = once(silent, "close");
  const begun = performance.now();
  await app.close();
  expect(performance.now() - begun).toBeLessThan(SILENCE_MS);
  await closed;
});
