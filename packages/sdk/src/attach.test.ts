import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { createNeuron, type Neuron } from "./index.js";

/** A service whose connections end as the test wants. Answers plain requests with one execution. */
type Connection = (socket: WebSocket) => void;
interface Sick {
  readonly neuron: Neuron;
  readonly seen: { url: string; protocols: string }[];
}

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  if (server?.listening) await once(server, "close");
});

const sick = async (connections: Connection[], interactive = true): Promise<Sick> => {
  const seen: Sick["seen"] = [];
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => "neuron.v1" });
  const own = createServer((_request, response) => {
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ id: "e1", interactive }));
  });
  server = own;
  own.on("upgrade", (request, socket, head) => {
    const connect = connections[Math.min(seen.length, connections.length - 1)];
    seen.push({ url: request.url ?? "", protocols: String(request.headers["sec-websocket-protocol"]) });
    if (connect === undefined) socket.destroy();
    else sockets.handleUpgrade(request, socket, head, connect);
  });
  own.listen(0, "127.0.0.1");
  await once(own, "listening");
  const { port } = own.address() as AddressInfo;
  return {
    neuron: createNeuron({ url: `http://127.0.0.1:${port}`, key: "nrn_k", webSocket: WebSocket, retries: 2 }),
    seen,
  };
};

const event = (id: string, type: string, data: object = {}) => JSON.stringify({ type, eventId: id, ...data });

const typesOf = async (events: AsyncIterable<{ id: string; type: string }>): Promise<string[]> => {
  const found: string[] = [];
  for await (const { id, type } of events) found.push(`${type} ${id}`);
  return found;
};

test("a connection that is lost is opened again, after the last event", async () => {
  const { neuron, seen } = await sick([
    (socket) => {
      socket.send(event("1", "started"));
      socket.send(event("2", "stdout", { data: "a", encoding: "utf8" }));
      socket.send(event("3", "news"));
      socket.close(1011);
    },
    (socket) => socket.terminate(),
    (socket) => {
      socket.send(event("4", "finished"));
      socket.close(1000);
    },
  ]);
  expect(await typesOf(neuron.attach("e 1"))).toEqual(["started 1", "stdout 2", "finished 4"]);
  expect(seen.map(({ url }) => url)).toEqual([
    "/v1/executions/e%201/attach",
    "/v1/executions/e%201/attach?lastEventId=2",
    "/v1/executions/e%201/attach?lastEventId=2",
  ]);
  expect(seen[0]?.protocols).toBe("neuron.v1,neuron.key.nrn_k");
});

test("what is said before the connection is there arrives in order, bytes as they are", async () => {
  const heard: string[] = [];
  const { neuron } = await sick([
    (socket) => {
      socket.on("message", (data) => {
        heard.push(String(data));
        if (heard.length < 5) return;
        socket.send(event("1", "finished"));
        socket.close(1000);
      });
    },
  ]);
  const program = neuron.attach("e1");
  program.write("\u00e9\n");
  program.write(new Uint8Array(50_000).fill(255));
  program.resize(80, 24);
  program.end();
  expect(await typesOf(program)).toEqual(["finished 1"]);
  const said = heard.map((text) => JSON.parse(text));
  expect(said.map(({ type }) => type)).toEqual(["stdin", "stdin", "stdin", "resize", "end"]);
  const bytes = said.slice(0, 3).map(({ data }) => Buffer.from(data, "base64"));
  expect(bytes.map(({ length }) => length)).toEqual([3, 49_152, 848]);
  expect(Buffer.concat(bytes).subarray(0, 4)).toEqual(Buffer.from([0xc3, 0xa9, 10, 255]));
});

test.each<[string, Connection, RegExp]>([
  ["another client came", (socket) => socket.close(4001), /Another client/],
  [
    "a message was none",
    (socket) => {
      socket.send(
        JSON.stringify({ type: "error", code: "invalid_field", detail: "columns is 0.", hint: "More." }),
      );
      socket.close(1008);
    },
    /columns is 0/,
  ],
])("it is over when %s", async (_name, connection, message) => {
  const { neuron, seen } = await sick([connection]);
  await expect(typesOf(neuron.attach("e1"))).rejects.toThrow(message);
  expect(seen).toHaveLength(1);
});

test("why nobody may attach is asked for, since a WebSocket does not tell", async () => {
  const { neuron } = await sick([], false);
  await expect(typesOf(neuron.attach("e1"))).rejects.toMatchObject({ code: "not_interactive" });
});

test("it gives up after as many failures in a row as calls do", async () => {
  const { neuron, seen } = await sick([(socket) => socket.terminate()]);
  await expect(typesOf(neuron.attach("e1"))).rejects.toMatchObject({ code: "unreachable" });
  expect(seen).toHaveLength(3);
});

test("it ends by its signal, and by leaving", async () => {
  const { neuron } = await sick([(socket) => socket.send(event("1", "started"))]);
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("enough")), 200);
  await expect(typesOf(neuron.attach("e1", { signal: controller.signal }))).rejects.toThrow("enough");
  for await (const { type } of neuron.attach("e1")) {
    expect(type).toBe("started");
    break;
  }
});

test("without a WebSocket it says what to do", async () => {
  const bare = createNeuron({ webSocket: undefined });
  const missing = "WebSocket" in globalThis ? null : typesOf(bare.attach("e1"));
  if (missing !== null) await expect(missing).rejects.toThrow(/package ws/);
});
