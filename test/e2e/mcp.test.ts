import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useService } from "./service.js";

const NEURON = fileURLToPath(new URL("../../bin/neuron.mjs", import.meta.url));
const service = useService({ NEURON_POOL_SIZE: "3", NEURON_LANGUAGES: "core" });

interface Result {
  readonly isError: boolean;
  readonly text: string;
  readonly data: Record<string, unknown>;
}

const transports: Record<string, () => Transport> = {
  // The SDK's own types are not made for exactOptionalPropertyTypes.
  http: () => new StreamableHTTPClientTransport(new URL(`${service.url}/mcp`)) as Transport,
  stdio: () =>
    new StdioClientTransport({
      command: process.execPath,
      args: [NEURON, "mcp", "--url", service.url],
      env: { PATH: process.env.PATH ?? "", NEURON_TEST_RUN: process.env.NEURON_TEST_RUN ?? "" },
    }),
};

describe.each(Object.keys(transports))("over %s", (name) => {
  const client = new Client({ name: "test", version: "1" });

  beforeAll(async () => {
    await client.connect((transports[name] as () => Transport)());
  });
  afterAll(() => client.close());

  const call = async (tool: string, args: Record<string, unknown>): Promise<Result> => {
    const result = await client.callTool({ name: tool, arguments: args });
    const [content] = result.content as { type: string; text: string }[];
    return {
      isError: result.isError === true,
      text: content?.text ?? "",
      data: (result.structuredContent ?? {}) as Record<string, unknown>,
    };
  };
  const run = (args: Record<string, unknown>) => call("run_code", { language: "python", ...args });

  test("it says who it is and what it can", async () => {
    expect(client.getServerVersion()).toMatchObject({ name: "neuron" });
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name).sort()).toEqual(["list_languages", "run_code"]);
    const [tool] = tools.filter((each) => each.name === "run_code");
    expect(tool?.inputSchema.required).toEqual(["language", "code"]);
    expect(tool?.outputSchema).toBeDefined();
  });

  test("the languages", async () => {
    const { text, data } = await call("list_languages", {});
    expect(text).toMatch(/^python: Python 3\.\d+/m);
    expect(data.languages).toContainEqual(expect.objectContaining({ id: "python" }));
  });

  test("a program with its input, arguments and files", async () => {
    const { isError, text, data } = await run({
      code: "import sys, mod\nprint(input(), sys.argv[1], mod.x, open('data/a.txt').read())",
      stdin: "in",
      args: ["arg"],
      files: [
        { path: "mod.py", content: "x = 1" },
        { path: "data/a.txt", content: "text" },
      ],
    });
    expect([isError, data]).toEqual([
      false,
      expect.objectContaining({ outcome: "accepted", exitCode: 0, stdout: "in arg 1 text\n" }),
    ]);
    expect(text).toMatch(/^outcome: accepted \(exit code 0, \d+ ms of CPU time\)\nstdout:\nin arg 1 text\n$/);
  });

  test("a program that fails is a result", async () => {
    const { isError, text, data } = await run({ code: "print('x')\n1/0" });
    expect([isError, data.outcome, data.exitCode]).toEqual([false, "runtime_error", 1]);
    expect(text).toContain("ZeroDivisionError");
  });

  test("what a compiler says", async () => {
    const { isError, data, text } = await call("run_code", {
      language: "c",
      code: "int main() { return x; }",
    });
    expect([isError, data.outcome]).toEqual([false, "compile_error"]);
    expect(data.compilerOutput).toContain("undeclared");
    expect(text).toMatch(/^outcome: compile_error\ncompiler:\n/);
  });

  test("tests", async () => {
    const { text, data } = await run({
      code: "print(int(input()) * 2)",
      tests: [
        { name: "two", stdin: "2", expected: "4" },
        { stdin: "3", expected: "7" },
      ],
    });
    expect(data.outcome).toBe("wrong_answer");
    expect(text).toContain("tests: 1 of 2 passed\n- two: accepted\n- test 2: wrong_answer (");
  });

  test("an agent's context is not filled", async () => {
    const { text, data } = await run({ code: "print('a' * 100_000)\nprint('end')" });
    expect([data.outcome, data.truncated]).toEqual(["accepted", true]);
    expect(text.length).toBeLessThan(20_000);
    expect(data.stdout).toMatch(/characters left out \.\.\.\na+\nend\n$/);
  });

  test("what cannot be run is an error of the tool, and says what to do", async () => {
    const { isError, text } = await run({ language: "pyton", code: "" });
    expect(isError).toBe(true);
    expect(text).toMatch(/^unknown_language: There is no language "pyton"\. Did you mean/);
  });

  test("arguments that are wrong", async () => {
    const { isError, text } = await run({ code: 1 });
    expect([isError, text]).toEqual([true, expect.stringMatching(/code/)]);
  });

  test("a call that is cancelled ends the program", async () => {
    const abort = new AbortController();
    const calling = client.callTool(
      { name: "run_code", arguments: { language: "python", code: "import time\ntime.sleep(100)" } },
      undefined,
      { signal: abort.signal },
    );
    await service.until("it to run", async () => (await service.stats()).running === 1);
    abort.abort();
    await expect(calling).rejects.toThrow();
    if (name === "http") return;
    await service.until("it to be cancelled", async () => (await service.stats()).running === 0);
  });
});

describe("/mcp", () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    service.fetch("/mcp", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        ...headers,
      },
      body,
    });
  const initialize = JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "x", version: "1" } },
  });

  test("a message stands alone", async () => {
    const response = await post(initialize);
    expect([response.status, response.headers.get("mcp-session-id")]).toEqual([200, null]);
    expect(await response.json()).toMatchObject({ result: { serverInfo: { name: "neuron" } } });
  });

  test.each<[string, string, Record<string, string>, number]>([
    ["no JSON", "{", {}, 400],
    ["no message", "{}", {}, 400],
    ["a page of another site", initialize, { origin: "http://evil.example" }, 403],
    ["other types", initialize, { accept: "text/html" }, 406],
  ])("refuses %s", async (_name, body, headers, status) => {
    expect((await post(body, headers)).status).toBe(status);
  });

  test("other methods are refused by name", async () => {
    const response = await service.fetch("/mcp");
    expect([response.status, response.headers.get("allow")]).toEqual([405, "OPTIONS, POST"]);
  });

  test("a client that leaves takes its program with it", async () => {
    const abort = new AbortController();
    const params = {
      name: "run_code",
      arguments: { language: "python", code: "import time\ntime.sleep(100)" },
    };
    const calling = service
      .fetch("/mcp", {
        method: "POST",
        signal: abort.signal,
        headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params }),
      })
      .catch(() => null);
    await service.until("it to run", async () => (await service.stats()).running >= 1);
    const before = (await service.stats()).outcomes.cancelled ?? 0;
    abort.abort();
    expect(await calling).toBeNull();
    await service.until(
      "it to be cancelled",
      async () => ((await service.stats()).outcomes.cancelled ?? 0) > before,
    );
  });
});
