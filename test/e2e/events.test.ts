import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { collect, eventsOf, namesOf, printedIn, type ServerEvent } from "./event-source.js";
import { bash, c, python, useService } from "./service.js";

const service = useService();

describe("the events of an execution", () => {
  it("shows what is printed when it is printed", async () => {
    const source = `import time
for i in range(6):
    print(time.time(), flush=True)
    time.sleep(0.2)`;
    const events = await collect(eventsOf(service.url, await service.submit(python(source))));
    expect(namesOf(events)).toEqual(["queued", "started", "stdout", "finished"]);
    const printed = events
      .filter(({ event }) => event === "stdout")
      .map(({ data, at }) => ({ at, times: String(data.data).trimEnd().split("\n").map(Number) }));
    expect(printed.flatMap(({ times }) => times).length).toBe(6);
    // What comes from before the connection comes in one.
    expect(printed.length).toBeGreaterThan(2);
    const late = printed.map(({ times, at }) => at - (times.at(-1) ?? 0) * 1000).sort((a, b) => a - b);
    // A busy machine has its hiccups.
    expect(late[Math.floor((late.length - 1) / 2)]).toBeLessThan(50);
    expect(events.at(-1)?.data).toMatchObject({ outcome: "accepted", run: { exitCode: 0 } });
    expect(events.at(-1)?.data.run).not.toHaveProperty("stdout");
  });

  it("tells of the compile step, both streams, and again the same after the end", async () => {
    const source = `#include <stdio.h>
int main(void) { int unused; puts("out"); fputs("err\\n", stderr); return 3; }`;
    const execution = await service.submit(c(source, { compileArgs: ["-Wall"] }));
    const events = await collect(eventsOf(service.url, execution));
    expect(namesOf(events).slice(0, 3)).toEqual(["queued", "started", "compile"]);
    expect(events[2]?.data).toMatchObject({ exitCode: 0, stderrTruncated: false, cached: false });
    expect(events[2]?.data.stderr).toContain("unused variable");
    expect([printedIn(events, "stdout").toString(), printedIn(events, "stderr").toString()]).toEqual([
      "out\n",
      "err\n",
    ]);
    expect(events.at(-1)).toMatchObject({ event: "finished", data: { outcome: "runtime_error" } });
    const again = await collect(eventsOf(service.url, execution));
    expect(namesOf(again)).toEqual(["queued", "started", "compile", "stdout", "stderr", "finished"]);
    expect(again.at(-1)?.data).toEqual(events.at(-1)?.data);
  });

  it("goes on after the last event that a client has seen, while it runs and afterwards", async () => {
    const source = `import time
for i in range(30):
    print(i, "€" * 50, flush=True)
    time.sleep(0.03)`;
    const execution = await service.submit(python(source));
    const seen: ServerEvent[] = [];
    for await (const event of eventsOf(service.url, execution)) {
      seen.push(event);
      if (seen.length === 7) break;
    }
    for await (const event of eventsOf(service.url, execution, seen.at(-1)?.id)) {
      seen.push(event);
      if (seen.length === 15) break;
    }
    await service.finished(execution.id);
    seen.push(...(await collect(eventsOf(service.url, execution, seen.at(-1)?.id))));
    expect(seen.filter(({ event }) => event === "started").length).toBe(1);
    const expected = Array.from({ length: 30 }, (_, i) => `${i} ${"€".repeat(50)}\n`).join("");
    expect(printedIn(seen, "stdout").toString()).toBe(expected);

    const last = seen.at(-1)?.id ?? "";
    const after = await service.fetch(`/v1/executions/${execution.id}/events`, {
      headers: { "last-event-id": last },
    });
    expect(after.status).toBe(204);
  });

  it("passes on 10 MB, in order and whole, also to one who reads slowly", async () => {
    const source = `import sys
line = "".join(chr(0x3b1 + i % 24) for i in range(499)) + "\\n"
for i in range(10000):
    sys.stdout.write(line)`;
    const limits = { outputBytes: 12_000_000, wallTimeMs: 60_000 };
    const execution = await service.submit(python(source, { limits }));
    const parts: ServerEvent[] = [];
    for await (const event of eventsOf(service.url, execution)) {
      parts.push(event);
      if (parts.length % 100 === 0) await delay(50);
    }
    const printed = printedIn(parts, "stdout");
    const line = `${Array.from({ length: 499 }, (_, i) => String.fromCharCode(0x3b1 + (i % 24))).join("")}\n`;
    expect(printed.length).toBe(9_990_000);
    expect(printed.equals(Buffer.from(line.repeat(10_000)))).toBe(true);
    expect(parts.every(({ data }) => data.encoding !== "base64")).toBe(true);
    expect(parts.at(-1)?.data.outcome).toBe("accepted");
  });

  it("tells of each test when it was run, in their order, and goes on between them", async () => {
    const tests = Array.from({ length: 12 }, (_, i) => ({
      name: `t${i}`,
      stdin: `${i}`,
      expected: i === 7 ? "no" : `${i * i}\n`,
    }));
    const source = "import time\nn = int(input())\ntime.sleep(0.3 if n == 0 else 0.05)\nprint(n * n)";
    const execution = await service.submit(python(source, { tests }));
    const events: ServerEvent[] = [];
    for await (const event of eventsOf(service.url, execution)) {
      events.push(event);
      if (events.filter(({ event: name }) => name === "test").length === 4) break;
    }
    expect((await service.read(execution.id)).status).toBe("running");
    events.push(...(await collect(eventsOf(service.url, execution, events.at(-1)?.id))));
    expect(namesOf(events)).toEqual(["queued", "started", "test", "finished"]);
    const told = events.filter(({ event }) => event === "test").map(({ data }) => data);
    expect(told.map(({ index, name, outcome, stdout }) => [index, name, outcome, stdout])).toEqual(
      tests.map(({ name }, i) => [i, name, i === 7 ? "wrong_answer" : "accepted", `${i * i}\n`]),
    );
    const again = await collect(eventsOf(service.url, execution));
    expect(again.filter(({ event }) => event === "test").map(({ data }) => data)).toEqual(told);
    expect(again.at(-1)?.data).toMatchObject({ outcome: "wrong_answer", run: null });
  });

  it("passes on bytes that are no text", async () => {
    const source = `import sys, time
data = bytes(range(256)) * 100
for i in range(4):
    sys.stdout.buffer.write(data); sys.stdout.flush(); time.sleep(0.1)`;
    const events = await collect(eventsOf(service.url, await service.submit(python(source))));
    const data = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    expect(printedIn(events, "stdout").equals(Buffer.concat(Array.from({ length: 400 }, () => data)))).toBe(
      true,
    );
  });

  it("tells those who come while it waits, and that it was cancelled", async () => {
    const busy = await Promise.all(Array.from({ length: 8 }, () => service.submit(bash("sleep 2"))));
    const waiting = await service.submit(bash("echo never"));
    const events: string[] = [];
    for await (const { event, data } of eventsOf(service.url, waiting)) {
      events.push(event === "finished" ? String(data.outcome) : event);
      if (event === "queued") await service.cancel(waiting.id);
    }
    expect([
      ["queued", "cancelled"],
      ["queued", "started", "cancelled"],
    ]).toContainEqual(events);
    for (const { id } of busy) await service.cancel(id);
  });

  it("leaves nothing behind of clients who went away in the middle", async () => {
    const execution = await service.submit(bash("for i in $(seq 300); do echo $i; sleep 0.01; done"));
    await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        for await (const { event } of eventsOf(service.url, execution))
          if (event === "stdout" && i % 2) break;
      }),
    );
    const { outcome, run } = await service.finished(execution.id);
    expect([outcome, run?.stdout.split("\n").length]).toEqual(["accepted", 301]);
  });

  it("holds nothing for a client who does not read", async () => {
    const api = service.pidOf("api");
    const worker = service.pidOf("worker");
    const program = `head -c 15000000 /dev/zero | tr '\\0' x; sleep 3`;
    const execution = await service.submit(bash(program, { limits: { outputBytes: 16_000_000 } }));
    const before = [service.residentBytes(api), service.residentBytes(worker)];
    const sockets = Array.from({ length: 20 }, () => {
      const { hostname, port } = new URL(service.url);
      const socket = connect(Number(port), hostname);
      socket.pause();
      socket.write(`GET /v1/executions/${execution.id}/events HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
      return socket;
    });
    await delay(2000);
    const grown = [api, worker].map((pid, i) => service.residentBytes(pid) - (before[i] ?? 0));
    for (const socket of sockets) socket.destroy();
    // 300 MB would have been read by those who do.
    expect(grown[0]).toBeLessThan(100_000_000);
    expect(grown[1]).toBeLessThan(150_000_000);
    await service.cancel(execution.id);
    await service.finished(execution.id);
  });

  it("says that it begins anew when the worker was killed in the middle", async () => {
    const source = `import time
print("begun", flush=True)
time.sleep(3)
print("done", flush=True)`;
    const execution = await service.submit(python(source));
    const events: ServerEvent[] = [];
    for await (const event of eventsOf(service.url, execution)) {
      events.push(event);
      if (event.event === "stdout" && events.filter(({ event: name }) => name === "stdout").length === 1)
        process.kill(service.pidOf("worker"), "SIGKILL");
    }
    expect(namesOf(events)).toEqual([
      "queued",
      "started",
      "stdout",
      "queued",
      "started",
      "stdout",
      "finished",
    ]);
    expect(events.filter(({ event }) => event === "started").map(({ data }) => data.attempt)).toEqual([1, 2]);
    const second = events.slice(events.findLastIndex(({ event }) => event === "started"));
    expect(printedIn(second, "stdout").toString()).toBe("begun\ndone\n");
  });

  it("says what is wrong", async () => {
    const answer = async (path: string, headers: Record<string, string> = {}) => {
      const response = await service.fetch(path, { headers });
      return [response.status, ((await response.json()) as { code: string }).code];
    };
    expect(await answer("/v1/executions/nothing/events")).toEqual([404, "execution_not_found"]);
    const { id } = await service.execute(bash("true"));
    for (const bad of ["x", "0.0.0.0.0", "0.2.0.0.0.0", `0.0.${"9".repeat(16)}.0.0.0`, "a.0.-1.0.0.0"])
      expect(await answer(`/v1/executions/${id}/events`, { "last-event-id": bad })).toEqual([
        422,
        "invalid_field",
      ]);
    expect(await answer(`/v1/executions/${id}/events?from=1`)).toEqual([422, "unknown_field"]);
    const head = await service.fetch(`/v1/executions/${id}/events`, { method: "HEAD" });
    expect(head.status).toBe(405);
  });
});
