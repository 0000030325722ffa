import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";
import type { Execution, ExecutionList } from "@neuron/contract";
import { LIMITS } from "@neuron/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./test-api.js";

let service: TestApi;
beforeEach(async () => {
  service = await startTestApi();
});
afterEach(() => service.stop());

const PROGRAM = { language: "Py@3.13", source: "print(1)", metadata: { course: "cs1" } };

const create = (query = "", payload: object = PROGRAM, headers: Record<string, string> = {}) =>
  service.api.app.inject({ method: "POST", url: `/v1/executions${query}`, payload, headers });
const read = (url: string) => service.api.app.inject({ method: "GET", url });

describe("create", () => {
  test("without a wait: accepted, with its place", async () => {
    const response = await create();
    const execution = response.json<Execution>();
    expect(response.statusCode).toBe(202);
    expect(response.headers.location).toBe(`/v1/executions/${execution.id}`);
    expect(execution).toMatchObject({
      status: "queued",
      outcome: null,
      language: { id: "python", version: "3.13.5" },
      queue: { position: expect.any(Number), estimatedWaitMs: expect.any(Number) },
      metadata: { course: "cs1" },
      attempts: 0,
    });
    expect(execution.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const again = (await read(String(response.headers.location))).json<Execution>();
    expect(again).toMatchObject({ id: execution.id, status: "queued", createdAt: execution.createdAt });
  });

  test("with a wait: finished", async () => {
    service.work();
    const response = await create("?wait=10");
    expect(response.statusCode).toBe(200);
    expect(response.json<Execution>()).toMatchObject({
      status: "finished",
      outcome: "accepted",
      run: { stdout: "1\n" },
    });
    expect(response.headers.location).toBe(`/v1/executions/${response.json<Execution>().id}`);
  });

  test("many waits at once each get their own", async () => {
    service.work();
    const responses = await Promise.all(
      Array.from({ length: 200 }, (_, i) => create("?wait=10", { ...PROGRAM, metadata: { i: String(i) } })),
    );
    expect(responses.map((each) => each.json<Execution>().metadata.i)).toEqual(
      responses.map((_, i) => String(i)),
    );
    expect(new Set(responses.map((each) => each.json<Execution>().id)).size).toBe(200);
  });

  test("a wait that runs out: the execution goes on", async () => {
    const response = await create("?wait=0.05");
    expect(response.statusCode).toBe(202);
    expect(response.json<Execution>()).toMatchObject({ status: "queued" });
    service.work();
    const later = await read(`${response.headers.location}?wait=10`);
    expect(later.json<Execution>()).toMatchObject({ status: "finished", outcome: "accepted" });
  });

  test.each([
    ["wait=10", "wait=10"],
    ["respond-async, wait=10", "wait=10"],
    ["wait=1000", "wait=60"],
  ])("Prefer: %s", async (prefer, applied) => {
    service.work();
    const response = await create("", PROGRAM, { prefer });
    expect(response.statusCode).toBe(200);
    expect(response.headers["preference-applied"]).toBe(applied);
  });

  test.each(["wait", "wait=", "wait=x", "wait=-1", "nowait=5", "return=minimal"])(
    "Prefer: %s is not followed",
    async (prefer) => {
      const response = await create("", PROGRAM, { prefer });
      expect(response.statusCode).toBe(202);
      expect(response.headers["preference-applied"]).toBeUndefined();
    },
  );

  test("a worker gets everything it needs", async () => {
    const files = [
      { path: "lib/util.py", content: "" },
      { path: "main.py", content: "aGVs\r\nbG8=\n", encoding: "base64" },
    ];
    service.work();
    await create("?wait=10", {
      language: "python3",
      files,
      limits: { cpuTimeMs: 30_000 },
      args: ["é"],
      env: { A: "" },
    });
    const [lease] = service.leases;
    expect(lease?.job).toMatchObject({
      tenant: "local",
      language: { id: "python", version: "3.13.5" },
      maxQueueMs: 60_000,
    });
    expect(lease?.job.request).toEqual({
      language: "python",
      files: [files[0], { ...files[1], content: "aGVsbG8=" }],
      entry: "main.py",
      args: ["é"],
      env: { A: "" },
      limits: {
        cpuTimeMs: 30_000,
        wallTimeMs: 60_000,
        memoryBytes: LIMITS.memoryBytes.default,
        processes: LIMITS.processes.default,
        outputBytes: LIMITS.outputBytes.default,
        diskBytes: LIMITS.diskBytes.default,
        compileCpuTimeMs: LIMITS.compileCpuTimeMs.default,
        compileWallTimeMs: LIMITS.compileWallTimeMs.default,
        compileMemoryBytes: LIMITS.compileMemoryBytes.default,
      },
    });
  });

  test("a worker gets tests with all that their limits change", async () => {
    service.work();
    const checker = { type: "program", language: "C++@14", source: "int main() {}" };
    const tests = [
      { name: "", expected: "1" },
      { stdin: "", args: [], limits: { cpuTimeMs: 30_000 } },
    ];
    const limits = { memoryBytes: 64 * 1024 * 1024 };
    const response = await create("?wait=10", {
      ...PROGRAM,
      limits,
      tests,
      checker,
      stopOnFirstFailure: true,
    });
    expect(response.json<Execution>()).toMatchObject({ tests: [], outputs: [], outputsTruncated: false });
    const { request } = service.leases[0]?.job ?? {};
    expect(request).toMatchObject({ stopOnFirstFailure: true, checker: { ...checker, language: "cpp" } });
    expect(request?.tests).toEqual([
      tests[0],
      {
        ...tests[1],
        limits: {
          cpuTimeMs: 30_000,
          wallTimeMs: 60_000,
          memoryBytes: limits.memoryBytes,
          processes: LIMITS.processes.default,
          outputBytes: LIMITS.outputBytes.default,
          diskBytes: LIMITS.diskBytes.default,
        },
      },
    ]);
  });

  test("limits at both ends, an empty source, and text of every kind are fine", async () => {
    for (const end of ["minimum", "maximum"] as const) {
      const limits = Object.fromEntries(Object.entries(LIMITS).map(([name, range]) => [name, range[end]]));
      expect(
        (await create("", { language: "c++", source: "", limits, compileArgs: ["-O0"] })).statusCode,
      ).toBe(202);
    }
    const odd = "\0\u{1f600}\u2028\r\n\u007f";
    expect(
      (await create("", { language: "python", source: odd, stdin: odd, metadata: { [odd]: odd } }))
        .statusCode,
    ).toBe(202);
  });
});

describe("refusal by the queue", () => {
  test("says when to come back, and keeps nothing", async () => {
    await service.stop();
    service = await startTestApi({ maxQueued: 2 });
    const accepted = [await create(), await create()];
    const response = await create("?wait=5");
    expect(accepted.map(({ statusCode }) => statusCode)).toEqual([202, 202]);
    expect(response.statusCode).toBe(503);
    const problem = response.json<{ retryAfterMs: number }>();
    expect(problem).toMatchObject({ code: "queue_full", retryAfterMs: expect.any(Number) });
    expect(response.headers["retry-after"]).toBe(String(Math.max(1, Math.ceil(problem.retryAfterMs / 1000))));
    expect(await service.kept()).toBe(2);
  });
});

describe("interactive executions", () => {
  const interactive = { language: "python", source: "input()", interactive: true };

  test.each([
    [{ maxSessions: 1 }, 503, "sessions_full"],
    [{ tenantMaxSessions: 1 }, 429, "tenant_sessions_full"],
  ])("are bounded (%j)", async (bounds, status, code) => {
    await service.stop();
    service = await startTestApi(bounds);
    expect((await create("", interactive)).statusCode).toBe(202);
    const refused = await create("", interactive);
    expect([refused.statusCode, refused.json().code, refused.headers["retry-after"]]).toEqual([
      ...[status, code, "10"],
    ]);
    expect((await create()).statusCode).toBe(202);
    expect(await service.kept()).toBe(2);
  });
});

describe("read, list, cancel", () => {
  test("a read can wait for the end", async () => {
    const { location } = (await create()).headers;
    const waiting = read(`${location}?wait=10`);
    service.work();
    expect((await waiting).json<Execution>()).toMatchObject({ status: "finished" });
    expect((await read(`${location}?wait=10`)).json<Execution>()).toMatchObject({ status: "finished" });
  });

  test("a read that waits in vain gives it as it is", async () => {
    const { location } = (await create()).headers;
    const response = await read(`${location}?wait=0.02`);
    expect([response.statusCode, response.json<Execution>().status]).toEqual([200, "queued"]);
  });

  test("waiting for what does not exist does not wait", async () => {
    expect((await read("/v1/executions/nothing?wait=60")).statusCode).toBe(404);
  });

  test("a queued one is cancelled and never runs; twice is the same", async () => {
    const { location } = (await create()).headers;
    for (let i = 0; i < 2; i++) {
      const response = await service.api.app.inject({ method: "DELETE", url: String(location) });
      expect(response.statusCode).toBe(200);
      expect(response.json<Execution>()).toMatchObject({ status: "finished", outcome: "cancelled" });
    }
    service.work();
    await create("?wait=10");
    expect(service.leases).toHaveLength(1);
  });

  test("a cancellation ends a wait", async () => {
    const waiting = create("?wait=20");
    const id = await service.firstQueued();
    await service.api.app.inject({ method: "DELETE", url: `/v1/executions/${id}` });
    const response = await waiting;
    expect([response.statusCode, response.json<Execution>().outcome]).toEqual([200, "cancelled"]);
  });

  test("pages list every execution once, newest first", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift((await create()).json<Execution>().id);
    const listed: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page: ExecutionList = (await read(`/v1/executions?limit=2${query}`)).json();
      listed.push(...page.executions.map(({ id }) => id));
      cursor = page.cursor;
    }
    expect(listed).toEqual(ids);
  });
});

describe("over a socket", () => {
  let url = "";
  beforeEach(async () => {
    ({ url } = await service.api.start());
  });
  const post = (path: string, agent?: Agent) => {
    const outgoing = request(`${url}${path}`, { method: "POST", ...(agent && { agent }) });
    outgoing.end(JSON.stringify(PROGRAM));
    return outgoing;
  };
  const answer = async (outgoing: ReturnType<typeof request>): Promise<IncomingMessage> =>
    (await once(outgoing, "response"))[0];

  test("a client that leaves ends its wait, not its execution", async () => {
    const outgoing = post("/v1/executions?wait=60");
    const left = new Promise((resolve) => outgoing.on("error", resolve));
    const id = await service.firstQueued();
    outgoing.destroy();
    await left;
    service.work();
    expect((await read(`/v1/executions/${id}?wait=10`)).json<Execution>()).toMatchObject({
      outcome: "accepted",
    });
  });

  test("stopping answers those who wait, takes nothing new, and keeps to its deadline", async () => {
    const agent = new Agent({ keepAlive: true });
    try {
      const waiting = post("/v1/executions?wait=60", agent);
      const id = await service.firstQueued();
      const started = performance.now();
      const stopped = service.api.stop(400);
      expect(
        (await service.api.app.inject({ method: "POST", url: "/v1/executions", payload: PROGRAM })).json(),
      ).toMatchObject({
        code: "shutting_down",
      });
      const refused = once(post("/v1/executions"), "error");
      expect((await refused)[0]).toMatchObject({ code: "ECONNREFUSED" });
      const response = await answer(waiting);
      expect(response.statusCode).toBe(202);
      expect(response.headers.connection).toBe("close");
      expect(await json(response)).toMatchObject({ id, status: "queued" });
      await stopped;
      await service.api.stop(400);
      expect(performance.now() - started).toBeLessThan(1500);
    } finally {
      agent.destroy();
    }
  });

  test("a wait that ends within the deadline gets its result", async () => {
    const waiting = post("/v1/executions?wait=60");
    await service.firstQueued();
    const stopped = service.api.stop(10_000);
    service.work();
    const response = await answer(waiting);
    expect(response.statusCode).toBe(200);
    expect(await json(response)).toMatchObject({ status: "finished" });
    await stopped;
  });

  test("a thousand connections at once are all answered", async () => {
    service.work();
    const responses = await Promise.all(
      Array.from({ length: 1000 }, async () => {
        const response = await answer(post("/v1/executions?wait=30", new Agent()));
        return { status: response.statusCode, body: (await json(response)) as Execution };
      }),
    );
    expect(
      responses.filter(({ status, body }) => status === 200 && body.outcome === "accepted"),
    ).toHaveLength(1000);
  });
});
