import type { AddressInfo } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createUpgrades } from "./upgrades.js";

let app: FastifyInstance;
let url: string;
beforeEach(async () => {
  app = Fastify();
  const upgrades = createUpgrades(app);
  app.get("/", async (request, reply) => {
    await upgrades.accept(request, reply, 1024);
    return reply;
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  url = `ws://127.0.0.1:${(app.server.address() as AddressInfo).port}/`;
});
afterEach(() => app.close());

const connect = async (): Promise<WebSocket> => {
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.once("open", resolve));
  return socket;
};

test("a client that asks whether we are there is answered", async () => {
  const socket = await connect();
  const answered = new Promise((resolve) => socket.once("pong", (data) => resolve(data.toString())));
  socket.ping("word");
  expect(await answered).toBe("word");
  socket.terminate();
});

test("one that asks without end and does not read makes us keep no answers", async () => {
  const socket = await connect();
  const asked = 400_000;
  const data = Buffer.alloc(125);
  let answered = 0;
  socket.on("pong", () => {
    answered++;
  });
  socket.pause();
  for (let n = 0; n < asked; n++) {
    socket.ping(data);
    if (n % 1000 === 0)
      while (socket.bufferedAmount > 0) await new Promise((resolve) => setImmediate(resolve));
  }
  socket.resume();
  const last = new Promise<void>((resolve) =>
    socket.on("pong", (said) => {
      if (said.toString() === "last") resolve();
    }),
  );
  // Those that were sent have been read by then; what is in the kernel's hands is a few megabytes.
  for (let before = -1; before !== answered; await new Promise((resolve) => setTimeout(resolve, 200)))
    before = answered;
  socket.ping("last");
  await last;
  expect(answered).toBeLessThan(asked / 2);
  socket.terminate();
});
