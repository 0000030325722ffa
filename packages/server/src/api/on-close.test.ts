import { createServer, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Cancellation } from "../platform/cancellation.js";
import { cancelOnClose } from "./on-close.js";

let server: Server;
let client: Socket;
let responses: ServerResponse[];
beforeEach(async () => {
  responses = [];
  server = createServer((_request, response) => responses.push(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  client = connect((server.address() as AddressInfo).port, "127.0.0.1");
});
afterEach(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});

/** So many requests at once, when they have all come. */
const ask = async (count: number): Promise<readonly ServerResponse[]> => {
  client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(count));
  await expect.poll(() => responses.length).toBe(count);
  return responses;
};
const look = (raw: ServerResponse) => {
  const cancellation = new Cancellation();
  return { cancellation, stop: cancelOnClose(raw, cancellation) };
};

test("each of those that came together is cancelled when their client leaves", async () => {
  const all = (await ask(20)).map(look);
  expect(all.some(({ cancellation }) => cancellation.cancelled)).toBe(false);
  client.destroy();
  await expect.poll(() => all.every(({ cancellation }) => cancellation.cancelled)).toBe(true);
});

test("one who has left before is not waited for", async () => {
  const [first, second] = await ask(2);
  client.destroy();
  await expect.poll(() => first?.destroyed).toBe(true);
  for (const raw of [first, second]) expect(raw && look(raw).cancellation.cancelled).toBe(true);
});

test("who looks no more is told nothing, and leaves nothing at the connection", async () => {
  const [raw] = await ask(1);
  if (!raw) throw new Error("There is none.");
  const before = raw.req.socket.listenerCount("close");
  const { cancellation, stop } = look(raw);
  stop();
  expect(raw.req.socket.listenerCount("close")).toBe(before);
  client.destroy();
  await expect.poll(() => raw.destroyed).toBe(true);
  expect(cancellation.cancelled).toBe(false);
});
