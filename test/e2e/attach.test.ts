import { setTimeout as delay } from "node:timers/promises";
import type { ExecutionRequest } from "@neuron/contract";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type Attached, attach } from "./attached.js";
import { bash, c, python, runOf, useService } from "./service.js";

// Some of them leave theirs to its end.
const service = useService({ NEURON_MAX_SESSIONS: "4" });

const interactive = (request: ExecutionRequest): ExecutionRequest => ({ ...request, interactive: true });
const withTerminal = (request: ExecutionRequest): ExecutionRequest => ({
  ...interactive(request),
  terminal: { columns: 80, rows: 24 },
});
const start = async (request: ExecutionRequest): Promise<Attached & { readonly id: string }> => {
  const execution = await service.submit(request);
  return Object.assign(await attach(service.url, execution), { id: execution.id });
};

const GUESSING = `import random
number = random.Random(7).randint(1, 100)
tries = 0
while True:
    guess = int(input("guess: "))
    tries += 1
    if guess == number: break
    print("higher" if guess < number else "lower")
print("right after", tries)`;

describe("an attached client", () => {
  it("plays a guessing game", async () => {
    const game = await start(interactive(python(GUESSING)));
    let [low, high] = [1, 100];
    for (let tries = 1; ; tries++) {
      await game.prints(new RegExp(`(guess: [^]*){${tries}}$`));
      if (tries > 1) {
        const middle = (low + high) >> 1;
        if (/higher\n[^\n]*$/.test(game.printed)) low = middle + 1;
        else high = middle - 1;
      }
      game.type(`${(low + high) >> 1}\n`);
      await game.prints(new RegExp(`(higher|lower|right)[^]*`.repeat(tries)));
      if (game.printed.includes("right")) break;
    }
    const finished = await game.says("finished");
    expect(finished).toMatchObject({ outcome: "accepted", sandbox: { primed: true } });
    expect(await game.closed).toEqual({ code: 1000, reason: "finished" });
    expect(runOf(await service.read(game.id)).stdout).toBe(game.printed);
  });

  it("says that its input ends, after what the request brought", async () => {
    const source = "import sys\nprint(sorted(sys.stdin.read().split()))";
    const program = await start(interactive({ ...python(source), stdin: "pear\n" }));
    program.type("apple ");
    program.send({ type: "stdin", data: Buffer.from("fig\n").toString("base64"), encoding: "base64" });
    program.send({ type: "end" });
    await program.says("finished");
    expect(program.printed).toBe("['apple', 'fig', 'pear']\n");
  });

  it("sends more than fits anywhere at once, and all of it arrives", async () => {
    const source = `import hashlib, sys, time
time.sleep(1)
data = sys.stdin.buffer.read()
print(len(data), hashlib.sha256(data).hexdigest())`;
    const program = await start(interactive(python(source)));
    const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * 7919 + (i >> 8)) & 0xff));
    for (let at = 0; at < bytes.length; at += 50_000) {
      const data = bytes.subarray(at, at + 50_000).toString("base64");
      program.send({ type: "stdin", data, encoding: "base64" });
    }
    program.send({ type: "end" });
    await program.says("finished");
    const digest = await crypto.subtle.digest("SHA-256", bytes);
    expect(program.printed).toBe(`3000000 ${Buffer.from(digest).toString("hex")}\n`);
  });

  it("sends signals, which only its program gets", async () => {
    const source = `import signal, time
signal.signal(signal.SIGUSR1, lambda *_: print("usr1", flush=True))
print("ready", flush=True)
while True: time.sleep(0.05)`;
    const program = await start(interactive(python(source)));
    await program.prints(/ready/);
    program.send({ type: "signal", signal: "SIGUSR1" });
    await program.prints(/usr1/);
    program.send({ type: "signal", signal: "SIGTERM" });
    expect(await program.says("finished")).toMatchObject({
      outcome: "runtime_error",
      run: { signal: "SIGTERM" },
    });
  });

  it("has a terminal: size, echo, line editing, ^C, ^D", async () => {
    const shell = await start(withTerminal(bash("exec bash --norc -i", { env: { PS1: "$ " } })));
    await shell.prints(/\$ $/);
    shell.type("stty size; tty; echo $TERM\r");
    await shell.prints(/24 80\r\n\/dev\/pts\/0\r\nxterm-256color\r\n/);
    shell.send({ type: "resize", columns: 132, rows: 43 });
    shell.type("stty size\r");
    await shell.prints(/43 132\r\n/);
    shell.type("sleep 60; echo out $?\r");
    await delay(300);
    shell.type("\x03");
    await shell.prints(/\^C/);
    shell.type("echo $((6*7))é\x7f!\r");
    await shell.prints(/42!\r\n/);
    shell.send({ type: "end" });
    expect(await shell.says("finished")).toMatchObject({ outcome: "accepted" });
    expect(shell.said.some(({ type }) => type === "stderr")).toBe(false);
  });

  it("runs compiled programs and Python on a terminal as they run on any", async () => {
    const source = `#include <stdio.h>
#include <unistd.h>
int main(void) { char s[9]; printf("%d%d%d> ", isatty(0), isatty(1), isatty(2)); fflush(stdout); puts(fgets(s, 9, stdin)); }`;
    const program = await start(withTerminal(c(source)));
    await program.prints(/111> $/);
    program.type("yes\r");
    await program.says("finished");
    expect(program.printed).toBe("111> yes\r\nyes\n\r\n".replace("yes\n\r", "yes\r\n\r"));
    const repl = await start(withTerminal(python("import code; code.interact(banner='', exitmsg='bye')")));
    await repl.prints(/>>> $/);
    repl.type("print(sum(range(10)))\r");
    await repl.prints(/\n45\r\n>>> $/);
    repl.send({ type: "end" });
    await repl.says("finished");
    expect(repl.printed).toContain("bye");
  });

  it("comes back in time and goes on where it was; a second one takes its place", async () => {
    const source = `i = 0
while True:
    line = input()
    i += 1
    print(i, line, flush=True)
    if line == "stop": break`;
    const first = await start(interactive(python(source)));
    first.type("one\n");
    await first.prints(/1 one\n/);
    const lastEventId = String(first.said.at(-1)?.eventId);
    first.socket.terminate();
    const second = await attach(service.url, first, { lastEventId });
    second.type("two\n");
    await second.prints(/2 two\n/);
    expect(second.printed).toBe("2 two\n");
    const third = await attach(service.url, first);
    expect(await second.closed).toMatchObject({ code: 4001 });
    third.type("stop\n");
    await third.says("finished");
    expect(third.printed).toBe("1 one\n2 two\n3 stop\n");
  });

  it("ends the run some time after it left, after it said nothing, and at its time", async () => {
    const ended = async (session: ExecutionRequest["session"], leave: boolean) => {
      const request = { ...interactive(python("input()")), ...(session && { session }) };
      const program = await start(request);
      await program.says("started");
      if (leave) program.socket.close();
      const { outcome, run } = await service.finished(program.id);
      return [outcome, run?.message];
    };
    expect(
      await Promise.all([
        ended({ graceTimeMs: 1000 }, true),
        ended({ idleTimeMs: 1000 }, false),
        ended({ timeMs: 1000 }, false),
      ]),
    ).toEqual([
      ["cancelled", "no client was attached for 1000 ms"],
      ["time_limit", "nothing was typed or printed for 1000 ms"],
      ["time_limit", expect.stringContaining("1000")],
    ]);
  });

  it("types ahead while the execution waits or compiles", async () => {
    const source = `#include <stdio.h>
int main(void) { int a, b; if (scanf("%d%d", &a, &b) == 2) printf("%d\\n", a + b); }`;
    const program = await start(interactive(c(source)));
    program.type("20 22\n");
    await program.says("finished");
    expect(program.printed).toBe("42\n");
    expect(program.said.map(({ type }) => type)).toEqual([
      "queued",
      "started",
      "compile",
      "stdout",
      "finished",
    ]);
  });

  it("is told of a cancellation, and begins anew when the worker was killed", async () => {
    const source = 'print("ready", flush=True)\nprint(input(), flush=True)\ninput()';
    const program = await start(interactive(python(source)));
    await program.prints(/ready/);
    process.kill(service.pidOf("worker"), "SIGKILL");
    await service.until("second attempt", () => program.said.some(({ attempt }) => attempt === 2), 30_000);
    await program.prints(/ready/);
    program.type("again\n");
    await program.prints(/ready\nagain\n/);
    await service.cancel(program.id);
    expect(await program.says("finished")).toMatchObject({ outcome: "cancelled", attempts: 2 });
  });

  it("gets bytes that are no text", async () => {
    const source = `import sys
data = sys.stdin.buffer.read(256)
sys.stdout.buffer.write(data[::-1])`;
    const program = await start(interactive(python(source)));
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    program.send({ type: "stdin", data: bytes.toString("base64"), encoding: "base64" });
    await program.says("finished");
    const { stdout, encoding } = runOf(await service.read(program.id));
    expect(Buffer.from(stdout, encoding).equals(bytes.reverse())).toBe(true);
  });
});

describe("what cannot be attached to", () => {
  const refused = (path: string, headers: Record<string, string> = {}, protocols: string[] = []) =>
    new Promise<unknown>((resolve, reject) => {
      const socket = new WebSocket(`${service.url.replace("http", "ws")}${path}`, protocols, { headers });
      socket.once("open", () => reject(new Error("It was let in.")));
      socket.once("error", () => {});
      socket.once("unexpected-response", (_request, response) => {
        let text = "";
        response.on("data", (data) => (text += data));
        response.on("end", () => resolve([response.statusCode, JSON.parse(text).code]));
      });
    });

  it("is said by problems, as everywhere", async () => {
    const { id } = await service.execute(bash("true"));
    const path = `/v1/executions/${id}/attach`;
    expect(await refused(path)).toEqual([409, "not_interactive"]);
    expect(await refused("/v1/executions/nothing/attach")).toEqual([404, "execution_not_found"]);
    expect(await refused("/nothing")).toEqual([404, "not_found"]);
    expect(await refused(`${path}?x=1`)).toEqual([422, "unknown_field"]);
    expect(await refused(path, { host: "evil.example" })).toEqual([421, "host_not_allowed"]);
    expect(await refused(path, { origin: "https://evil.example" })).toEqual([403, "cross_site"]);
    const program = await start(interactive(python("input()")));
    const plain = await service.fetch(`/v1/executions/${program.id}/attach`);
    expect([plain.status, ((await plain.json()) as { code: string }).code]).toEqual([
      426,
      "upgrade_required",
    ]);
    expect(program.socket.protocol).toBe("neuron.v1");
    program.send({ type: "end" });
    await program.says("finished");
    const late = await attach(service.url, program);
    expect((await late.closed).code).toBe(1000);
    expect(late.said.at(-1)).toMatchObject({ type: "finished", outcome: "runtime_error" });
  });

  it.each([
    ["no JSON", "hello"],
    ["no object", "[]"],
    ["an unknown type", '{"type":"exec"}'],
    ["an unknown field", '{"type":"end","now":true}'],
    ["a signal that is none to send", '{"type":"signal","signal":"SIGSEGV"}'],
    ["a size beyond all", '{"type":"resize","columns":100000,"rows":1}'],
    ["no data", '{"type":"stdin"}'],
    ["binary", Buffer.from('{"type":"end"}')],
  ])("is said of a message that is none: %s", async (_, message) => {
    const program = await start(interactive(python("input()")));
    program.socket.send(message);
    expect(await program.says("error")).toMatchObject({ code: "invalid_field" });
    expect((await program.closed).code).toBe(1008);
    await service.cancel(program.id);
  });

  it("is said of too large a message, and of options that do not fit", async () => {
    const program = await start(interactive(python("input()")));
    program.type("x".repeat(200_000));
    expect((await program.closed).code).toBe(1009);
    await service.cancel(program.id);
    const answer = async (request: object) => {
      const response = await service.fetch("/v1/executions", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...python(""), ...request }),
      });
      return [response.status, ((await response.json()) as { field: string }).field];
    };
    expect(await answer({ terminal: { columns: 80, rows: 24 } })).toEqual([422, "terminal"]);
    expect(await answer({ session: {} })).toEqual([422, "session"]);
    expect(await answer({ interactive: true, limits: { wallTimeMs: 1000 } })).toEqual([
      422,
      "limits.wallTimeMs",
    ]);
    expect(await answer({ interactive: true, session: { timeMs: 1 } })).toEqual([422, "session.timeMs"]);
    expect(await answer({ interactive: true, terminal: { columns: 0, rows: 1 } })).toEqual([
      422,
      "terminal.columns",
    ]);
  });
});
