import { randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import type { Execution, ExecutionList, ExecutionRequest, Language, Problem } from "@neuron/contract";
import { describe, expect, test } from "vitest";
import { expectOutcome, python, useService } from "./service.js";

const FLOOD_BYTES = 100 * 1024 * 1024;
const service = useService({ NEURON_POOL_SIZE: "2" });

const create = (request: ExecutionRequest | string, query = "", headers: Record<string, string> = {}) =>
  service.fetch(`/v1/executions${query}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof request === "string" ? request : JSON.stringify(request),
  });

const bodyOf = async (response: Response): Promise<Execution> => (await response.json()) as Execution;

describe("waiting", () => {
  test("none: 202 with a place in the queue and where to look", async () => {
    const response = await create(python("print(1)"));
    const execution = await bodyOf(response);
    expect(response.status).toBe(202);
    expect(response.headers.get("location")).toBe(`/v1/executions/${execution.id}`);
    expect(execution).toMatchObject({
      status: "queued",
      outcome: null,
      startedAt: null,
      run: null,
      queue: { position: expect.any(Number), estimatedWaitMs: expect.any(Number) },
    });
    expect(await service.finished(execution.id)).toMatchObject({
      outcome: "accepted",
      run: { stdout: "1\n" },
    });
  });

  test.each([
    ["?wait=10", {}],
    ["", { prefer: "wait=10" }],
    ["", { prefer: "respond-async, wait=10" }],
  ])("%s %j: 200 with the result", async (query, headers) => {
    const response = await create(python("print(2)"), query, headers);
    expect(response.status).toBe(200);
    expect(await bodyOf(response)).toMatchObject({ status: "finished", run: { stdout: "2\n" } });
    if (query === "") expect(response.headers.get("preference-applied")).toMatch(/wait=10/);
  });

  test("one that runs out: 202, the execution goes on, and can be waited for again", async () => {
    const at = Date.now();
    const response = await create(python("import time; time.sleep(2); print(3)"), "?wait=1");
    expect(Date.now() - at).toBeGreaterThanOrEqual(990);
    expect(response.status).toBe(202);
    const { id, status } = await bodyOf(response);
    expect(status).toBe("running");
    const later = await service.fetch(`/v1/executions/${id}?wait=10`);
    expect(await bodyOf(later)).toMatchObject({ id, status: "finished", run: { stdout: "3\n" } });
  });

  test("many at once for the same execution", async () => {
    const { id } = await service.submit(python("import time; time.sleep(0.5); print(4)"));
    const all = await Promise.all(
      Array.from({ length: 20 }, () => service.fetch(`/v1/executions/${id}?wait=10`)),
    );
    for (const response of all) expect(await bodyOf(response)).toMatchObject({ status: "finished" });
  });

  test("a client that goes away changes nothing", async () => {
    const { port } = new URL(service.url);
    const body = JSON.stringify(
      python("import time; time.sleep(0.5); print('gone')", { metadata: { who: "gone" } }),
    );
    await new Promise<void>((resolve) => {
      const leaving = httpRequest(
        {
          port,
          host: "127.0.0.1",
          path: "/v1/executions?wait=30",
          method: "POST",
          headers: { "content-type": "application/json" },
        },
        () => {},
      );
      leaving.on("error", () => resolve());
      leaving.end(body, () => setTimeout(() => leaving.destroy(), 300));
    });
    const gone = async () =>
      (
        (await (await service.fetch("/v1/executions?limit=5")).json()) as { executions: Execution[] }
      ).executions.find(({ metadata }) => metadata.who === "gone");
    await service.until("it is finished", async () => (await gone())?.status === "finished");
    expect(await gone()).toMatchObject({ outcome: "accepted", run: { stdout: "gone\n" } });
  });
});

describe("cancelling and expiring while queued", () => {
  test("a queued one never runs", async () => {
    const blockers = await Promise.all(
      Array.from({ length: 2 }, () => service.submit(python("import time; time.sleep(1.5)"))),
    );
    await service.until("both places are taken", async () => (await service.stats()).running === 2);
    const { id } = await service.submit(python("print('never')"));
    const hurried = await service.submit(python("print('never')", { maxQueueMs: 300 }));
    expect(await service.read(id)).toMatchObject({
      status: "queued",
      queue: { position: expect.any(Number) },
    });
    expect(await service.cancel(id)).toMatchObject({
      status: "finished",
      outcome: "cancelled",
      run: null,
      startedAt: null,
    });
    expect(await service.finished(hurried.id)).toMatchObject({
      outcome: "expired",
      run: null,
      startedAt: null,
      sandbox: null,
    });
    for (const blocker of blockers) expectOutcome(await service.finished(blocker.id), "accepted");
    expect(await service.read(id)).toMatchObject({ outcome: "cancelled", attempts: 0 });
  });
});

describe("looking at the service", () => {
  test("lists give everything once, newest first, in pages", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift((await service.execute(python("pass"))).id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page = (await (await service.fetch(`/v1/executions?limit=2${query}`)).json()) as ExecutionList;
      seen.push(...page.executions.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== null && seen.length < 5);
    expect(seen.slice(0, 5)).toEqual(ids);
    const cancelled = (await (await service.fetch("/v1/executions?status=queued")).json()) as ExecutionList;
    expect(cancelled.executions).toEqual([]);
  });

  test("languages, pool, stats, health, readiness and metrics agree with what happened", async () => {
    const before = await service.stats();
    expectOutcome(await service.execute(python("exit(1)")), "runtime_error");
    const after = await service.stats();
    expect((after.outcomes.runtime_error ?? 0) - (before.outcomes.runtime_error ?? 0)).toBe(1);
    expect(after).toMatchObject({
      queued: 0,
      running: 0,
      deadLetters: 0,
      workers: { live: 1, ready: 1, draining: 0 },
    });
    expect(after.latencyMs.run.p50).toBeGreaterThan(0);

    const { languages } = (await (await service.fetch("/v1/languages")).json()) as { languages: Language[] };
    expect(languages.find(({ id }) => id === "python")).toMatchObject({
      primed: true,
      compiled: false,
      file: "main.py",
    });

    await service.until("the pool is warm", async () => (await service.pool()).states.warm === 2);
    const pool = await service.pool();
    expect(pool.workers).toHaveLength(1);
    for (const sandbox of pool.workers[0]?.sandboxes ?? []) {
      expect(sandbox).toMatchObject({ id: expect.any(String), state: "warm", kind: expect.any(String) });
      expect(sandbox.memoryBytes).toBeGreaterThan(100_000);
    }

    expect(await (await service.fetch("/healthz")).json()).toEqual({ status: "ok" });
    expect(await (await service.fetch("/readyz")).json()).toEqual({ ready: true, reasons: [] });
    const metrics = await (await service.fetch("/metrics")).text();
    expect(metrics).toMatch(/^neuron_sandboxes\{.*state="warm"\} 2$/m);
    expect(metrics).toMatch(/^neuron_queue_up 1$/m);
  });

  test("idle sandboxes use no CPU", async () => {
    await service.until("the pool is warm", async () => (await service.pool()).states.warm === 2);
    // Chores, such as renewing a runtime, come in the first quiet second.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const used = () => service.sandboxPids().reduce((sum, pid) => sum + service.cpuTicks(pid), 0);
    const before = used();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(used() - before).toBeLessThanOrEqual(1);
  });
});

describe("bad input", () => {
  const refused = async (response: Response, status: number, code: string): Promise<Problem> => {
    const problem = (await response.json()) as Problem;
    expect([response.status, problem.code, response.headers.get("content-type")?.split(";")[0]]).toEqual([
      status,
      code,
      "application/problem+json",
    ]);
    return problem;
  };

  /** Sends a head and then spaces for as long as they are taken; gives what was answered and how much was sent. */
  const flood = (head: string, wrap: (chunk: string) => string): Promise<{ answer: string; sent: number }> =>
    new Promise((resolve) => {
      const { port } = new URL(service.url);
      const socket = connect(Number(port), "127.0.0.1");
      const chunk = wrap(" ".repeat(64 * 1024));
      let answer = "";
      let sent = 0;
      const more = (): void => {
        while (!socket.destroyed && sent < FLOOD_BYTES) {
          sent += chunk.length;
          if (!socket.write(chunk)) return void socket.once("drain", more);
        }
      };
      socket.on("data", (data) => {
        answer += data;
      });
      // Refused in the middle: the connection is closed under the upload.
      socket.on("error", () => {});
      socket.on("close", () => resolve({ answer, sent }));
      socket.write(
        `POST /v1/executions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${head}\r\n\r\n`,
        more,
      );
    });

  test.each([
    ["of a hundred megabytes", `Content-Length: ${FLOOD_BYTES}`, (chunk: string) => chunk],
    [
      "without a length",
      "Transfer-Encoding: chunked",
      (chunk: string) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`,
    ],
  ])("a body %s is refused early, and costs no memory", async (_name, head, wrap) => {
    const api = service.pidOf("api");
    const before = service.residentBytes(api);
    const { answer, sent } = await flood(head, wrap);
    // The answer may be lost when the connection is closed under the upload.
    if (answer !== "") expect(answer).toMatch(/^HTTP\/1\.1 413 .*"code":"body_too_large"/s);
    expect(sent).toBeLessThan(FLOOD_BYTES);
    expect(service.residentBytes(api) - before).toBeLessThan(40 << 20);
  });

  test("ids that were never given", async () => {
    const { id } = await service.execute(python("print('mine')"));
    const near = Array.from({ length: 30 }, (_, i) => {
      const at = i % id.length;
      return `${id.slice(0, at)}${id[at] === "a" ? "b" : "a"}${id.slice(at + 1)}`;
    });
    const guesses = [
      ...near,
      ...Array.from({ length: 20 }, () => randomBytes(12).toString("base64url")),
      "*",
      "%2e%2e%2f",
      "neuron:x",
    ];
    for (const guess of guesses) {
      if (guess === id) continue;
      for (const method of ["GET", "DELETE"]) {
        await refused(await service.fetch(`/v1/executions/${guess}`, { method }), 404, "execution_not_found");
      }
    }
  });

  test("requests that stop in the middle hold up nobody", async () => {
    const { port } = new URL(service.url);
    const sockets = Array.from({ length: 200 }, () => {
      const socket = connect(Number(port), "127.0.0.1");
      socket.on("error", () => {});
      socket.write(
        "POST /v1/executions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
      );
      return socket;
    });
    try {
      const at = Date.now();
      expect((await service.fetch("/healthz")).status).toBe(200);
      expectOutcome(await service.execute(python("print(1)")), "accepted");
      expect(Date.now() - at).toBeLessThan(2_000);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  test("what was refused left nothing behind", async () => {
    const before = (await service.stats()).outcomes;
    for (const body of [
      "{",
      '{"language":"python"}',
      '{"language":"python","source":"","x":1}',
      '{"language":"nope","source":""}',
    ])
      expect((await create(body)).status).toBeGreaterThanOrEqual(400);
    const stats = await service.stats();
    expect([stats.outcomes, stats.queued, stats.running]).toEqual([before, 0, 0]);
  });
});
