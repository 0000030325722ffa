import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createNeuron, type Neuron, NeuronError, type NeuronOptions } from "./index.js";

/** A service that is not well: answers the n-th request with the n-th answer, later ones with the last. */
type Answer = (response: ServerResponse, request: IncomingMessage) => void;

interface Sick {
  readonly neuron: Neuron;
  /** When each request came, and its headers. */
  readonly seen: { at: number; method: string; url: string; headers: IncomingMessage["headers"] }[];
}

const servers: Server[] = [];
const bodies = new WeakMap<IncomingMessage, string>();
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
});

const sick = async (answers: Answer[], options: NeuronOptions = {}): Promise<Sick> => {
  const seen: Sick["seen"] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(seen.length, answers.length - 1)];
    seen.push({
      at: performance.now(),
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
    });
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      bodies.set(request, body);
      answer?.(response, request);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  servers.push(server);
  const { port } = server.address() as AddressInfo;
  return { neuron: createNeuron({ url: `http://127.0.0.1:${port}/`, ...options }), seen };
};

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response
      .writeHead(status, { "content-type": "application/json", ...headers })
      .end(JSON.stringify(body));

const problem = (
  status: number,
  code: string,
  more: object = {},
  headers: Record<string, string> = {},
): Answer =>
  json(
    status,
    { type: "x", title: "T", status, code, detail: `It is ${code}.`, hint: "Do.", ...more },
    headers,
  );

const cut: Answer = (response) => void response.socket?.destroy();
const silent: Answer = () => undefined;
const done = json(200, { id: "e1", status: "finished", outcome: "accepted" });
const hello = { language: "python", source: "" };

const failure = async (promise: Promise<unknown>): Promise<NeuronError> => {
  const error = await promise.then(
    () => new Error("It succeeded."),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(NeuronError);
  return error as NeuronError;
};

describe("errors", () => {
  test("a problem is thrown with all that it says", async () => {
    const { neuron, seen } = await sick([problem(422, "unknown_field", { field: "sorce" })]);
    const error = await failure(neuron.run(hello));
    expect(error).toMatchObject({
      name: "NeuronError",
      code: "unknown_field",
      status: 422,
      detail: "It is unknown_field.",
      hint: "Do.",
      field: "sorce",
      retryable: false,
      message: "It is unknown_field. Do.",
    });
    expect(seen).toHaveLength(1);
  });

  test("nobody answers", async () => {
    const { neuron } = await sick([done], { retries: 0 });
    servers.splice(0)[0]?.close();
    const error = await failure(neuron.languages());
    expect(error).toMatchObject({ code: "unreachable", status: 0, retryable: true });
    expect(error.detail).toBe(`Nothing answers on ${neuron.url} (ECONNREFUSED).`);
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  test.each<[string, Answer, number]>([
    ["a page", (response) => void response.end("<html>"), 200],
    ["a page of a proxy", (response) => void response.writeHead(404).end("<html>"), 404],
    ["JSON that is no problem", json(400, { error: "x" }), 400],
  ])("something else answers: %s", async (_name, answer, status) => {
    const { neuron } = await sick([answer]);
    expect(await failure(neuron.get("x"))).toMatchObject({ code: "unexpected_answer", status });
  });
});

describe("trying again", () => {
  test.each<[string, Answer]>([
    ["a lost connection", cut],
    ["503", problem(503, "queue_full", {}, { "retry-after": "0" })],
    ["429", problem(429, "rate_limited", { retryAfterMs: 1 })],
    ["502 of a proxy", (response) => void response.writeHead(502).end("bad gateway")],
  ])("after %s, with the same idempotency key", async (_name, answer) => {
    const { neuron, seen } = await sick([answer, answer, done]);
    expect((await neuron.run(hello)).outcome).toBe("accepted");
    const keys = seen.map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("each call has a key of its own, or the one that it is given", async () => {
    const { neuron, seen } = await sick([done]);
    await neuron.run(hello);
    await neuron.run(hello);
    await neuron.run(hello, { idempotencyKey: "mine" });
    const keys = seen.map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe("mine");
  });

  test("not before the time that the service names", async () => {
    const { neuron, seen } = await sick([problem(503, "queue_full", { retryAfterMs: 700 }), done]);
    await neuron.run(hello);
    const waited = (seen[1]?.at ?? 0) - (seen[0]?.at ?? 0);
    expect(waited).toBeGreaterThanOrEqual(699);
  });

  test("also by the header alone", async () => {
    const { neuron, seen } = await sick([problem(503, "queue_full", {}, { "retry-after": "1" }), done]);
    await neuron.run(hello);
    expect((seen[1]?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThanOrEqual(999);
  });

  test("not when the service asks for longer than the call has", async () => {
    const { neuron, seen } = await sick([problem(503, "queue_full", { retryAfterMs: 5000 })]);
    const error = await failure(neuron.run(hello, { timeoutMs: 1000 }));
    expect(error).toMatchObject({ code: "queue_full", retryAfterMs: 5000 });
    expect(seen).toHaveLength(1);
  });

  test("as often as it may, and no more", async () => {
    const { neuron, seen } = await sick([cut], { retries: 2 });
    expect((await failure(neuron.languages())).code).toBe("unreachable");
    expect(seen).toHaveLength(3);
  });
});

describe("ending a call", () => {
  test("by its time", async () => {
    const { neuron } = await sick([silent]);
    expect(await failure(neuron.run(hello, { timeoutMs: 100 }))).toMatchObject({
      code: "timeout",
      status: 0,
    });
  });

  test("by its signal, with the signal's reason", async () => {
    const { neuron } = await sick([silent]);
    const reason = new Error("enough");
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 50);
    await expect(neuron.run(hello, { signal: controller.signal })).rejects.toBe(reason);
    await expect(neuron.languages({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test("between two attempts", async () => {
    const { neuron, seen } = await sick([problem(503, "queue_full", { retryAfterMs: 30_000 })]);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await expect(neuron.run(hello, { signal: controller.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(seen).toHaveLength(1);
  });

  test("cancels the execution where that is wanted", async () => {
    const { neuron, seen } = await sick([json(202, { id: "e 1", status: "queued" }), silent, done]);
    const call = neuron.run(hello, { cancelOnAbort: true, timeoutMs: 200 });
    expect((await failure(call)).code).toBe("timeout");
    expect(seen.map(({ method, url }) => `${method} ${url.split("?")[0]}`)).toEqual([
      "POST /v1/executions",
      "GET /v1/executions/e%201",
      "DELETE /v1/executions/e%201",
    ]);
  });
});

describe("waiting", () => {
  test("goes on until the end, however often the service says: not yet", async () => {
    const running = json(200, { id: "e1", status: "running" });
    const { neuron, seen } = await sick([json(202, { id: "e1", status: "queued" }), running, running, done]);
    expect((await neuron.run(hello)).outcome).toBe("accepted");
    expect(seen).toHaveLength(4);
    expect(seen.every(({ url }) => url.endsWith("wait=60"))).toBe(true);
  });
});

describe("batches", () => {
  test("are sent in portions, and answered in order, the refused among them", async () => {
    const refused = {
      type: "x",
      title: "T",
      status: 422,
      code: "unknown_language",
      detail: "No.",
      hint: "Do.",
    };
    const portions: number[] = [];
    const echo: Answer = (response, request) => {
      const body = JSON.parse(bodies.get(request) ?? "{}") as { executions: { source: string }[] };
      portions.push(body.executions.length);
      const executions = body.executions.map(({ source }) => (source === "7" ? refused : { id: source }));
      json(200, { executions })(response, request);
    };
    const { neuron, seen } = await sick([echo]);
    const many = Array.from({ length: 1100 }, (_, i) => ({ language: "python", source: String(i) }));
    const answers = await neuron.batch(many, { idempotencyKey: "k" });
    expect(portions).toEqual([500, 500, 100]);
    expect(seen.map(({ headers }) => headers["idempotency-key"])).toEqual(["k", "k:1", "k:2"]);
    expect(answers).toHaveLength(1100);
    expect(answers[7]).toMatchObject({ name: "NeuronError", code: "unknown_language" });
    expect(answers[1099]).toEqual({ id: "1099" });
    await neuron.batch(Array.from({ length: 3 }, () => ({ language: "c", source: "x".repeat(2_000_000) })));
    expect(portions.slice(3)).toEqual([1, 1, 1]);
    expect(await neuron.batch([])).toEqual([]);
  });
});

describe("streams", () => {
  const event = (id: string, type: string, data: object) =>
    `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
  const streamed =
    (text: string, end: "ended" | "cut" | "open"): Answer =>
    (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(text, () => {
        if (end === "ended") response.end();
        if (end === "cut") response.socket?.destroy();
      });
    };
  const collect = async (events: AsyncIterable<{ id: string; type: string }>) => {
    const found: string[] = [];
    for await (const { id, type } of events) found.push(`${type} ${id}`);
    return found;
  };

  test.each(["ended", "cut"] as const)("go on after the last event when the connection %s", async (end) => {
    const { neuron, seen } = await sick([
      streamed(event("1", "started", {}) + event("2", "stdout", { data: "a" }) + event("3", "news", {}), end),
      problem(503, "shutting_down", { retryAfterMs: 1 }),
      streamed(
        event("4", "stdout", { data: "b" }) + event("5", "finished", {}) + event("6", "stdout", {}),
        "open",
      ),
    ]);
    expect(await collect(neuron.stream("e1"))).toEqual(["started 1", "stdout 2", "stdout 4", "finished 5"]);
    expect(seen.map(({ headers }) => headers["last-event-id"])).toEqual([undefined, "2", "2"]);
  });

  test("begin after a given event, and end when there is nothing more", async () => {
    const { neuron, seen } = await sick([(response) => void response.writeHead(204).end()]);
    expect(await collect(neuron.stream("e1", { lastEventId: "9" }))).toEqual([]);
    expect(seen[0]?.headers["last-event-id"]).toBe("9");
  });

  test("are over for good when there is no such execution", async () => {
    const { neuron, seen } = await sick([problem(404, "execution_not_found")]);
    expect((await failure(collect(neuron.stream("e1")))).code).toBe("execution_not_found");
    expect(seen).toHaveLength(1);
  });

  test("give up after as many failures in a row as calls do", async () => {
    const { neuron, seen } = await sick([cut], { retries: 1 });
    expect((await failure(collect(neuron.stream("e1")))).code).toBe("unreachable");
    expect(seen).toHaveLength(2);
  });

  test("free their connection when the reader stops early", async () => {
    const { neuron } = await sick([streamed(event("1", "started", {}), "open")]);
    for await (const { type } of neuron.stream("e1")) {
      expect(type).toBe("started");
      break;
    }
    const [server] = servers;
    const count = () => new Promise((resolve) => server?.getConnections((_error, open) => resolve(open)));
    await expect.poll(count, { timeout: 5000 }).toBe(0);
  });

  test("end by their signal while nothing happens", async () => {
    const { neuron } = await sick([streamed(event("1", "started", {}), "open")]);
    const controller = new AbortController();
    const reading = collect(neuron.stream("e1", { signal: controller.signal }));
    setTimeout(() => controller.abort(new Error("enough")), 100);
    await expect(reading).rejects.toThrow("enough");
  });
});
