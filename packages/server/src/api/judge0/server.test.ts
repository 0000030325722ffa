import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../test-api.js";

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
};

let service: TestApi;
let url: string;
beforeEach(async () => {
  const judge0Port = await freePort();
  service = await startTestApi({ judge0Port });
  await service.api.start();
  url = `http://127.0.0.1:${judge0Port}`;
});
afterEach(() => service.stop());

test("a port of its own serves Judge0's API at its root, and nothing else", async () => {
  service.work();
  const submit = async (path: string) =>
    await fetch(`${url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ source_code: "print(1)", language_id: 71 }),
    });
  for (const path of ["/submissions?wait=true", "/submissions/?wait=true"]) {
    const response = await submit(path);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ stdout: "1\n", status: { id: 3 } });
  }
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(`${url}/about`)).status).toBe(200);
  for (const path of ["/v1/executions", "/metrics", "/../v1/executions", "/%2e%2e/v1/executions"])
    expect((await fetch(`${url}${path}`)).status).toBe(404);
});

test("an absolute address, or none, is nothing here either", async () => {
  for (const target of ["http://127.0.0.1/v1/executions", "*", "127.0.0.1:443"]) {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.end(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 40[04] /);
  }
});

test("a crowd that brings work does not keep those waiting who look", async () => {
  service.work();
  const crowd = Array.from({ length: 200 }, () =>
    fetch(`${url}/submissions?wait=true&source_code=1&language_id=71`, {
      method: "POST",
      headers: { connection: "close" },
    }),
  );
  expect((await fetch(`${url}/about`)).status).toBe(200);
  const statuses = (await Promise.all(crowd)).map(({ status }) => status);
  expect(statuses).toEqual(Array(200).fill(201));
}, 30_000);

test("closes with the rest, also while somebody waits", async () => {
  const waiting = fetch(`${url}/submissions?wait=true&source_code=1&language_id=71`, { method: "POST" });
  await service.firstQueued();
  await service.api.stop(1000);
  const response = await waiting;
  expect([response.status, await response.json()]).toEqual([
    201,
    expect.objectContaining({ status: { id: 1, description: "In Queue" } }),
  ]);
  await expect(fetch(`${url}/about`)).rejects.toThrow();
});
