import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Lease, Settlement } from "../../queue/types.js";
import { ACCEPTED, startTestApi, type TestApi } from "../test-api.js";

let service: TestApi;
let settle: (lease: Lease) => Settlement;
beforeAll(async () => {
  service = await startTestApi();
  service.work((lease) => settle(lease));
});
beforeEach(() => {
  settle = () => ACCEPTED;
});
afterAll(() => service.stop());

const PROGRAM = { language: "python", version: "3.10.0", files: [{ content: "print(1)" }] };
const NOT_JSON = "requests must be of type application/json";

const post = (payload: unknown, headers: Record<string, string> = {}, path = "/api/v2/execute") =>
  service.api.app.inject({ method: "POST", url: path, headers, payload: payload as object });
/** Its message; a request that is refused leaves nothing in the queue. */
const refused = async (payload: unknown) => {
  const before = service.leases.length;
  const response = await post(payload);
  expect([response.statusCode, response.headers["content-type"]]).toEqual([
    400,
    "application/json; charset=utf-8",
  ]);
  expect(service.leases.length).toBe(before);
  return response.json<{ message: string }>().message;
};
/** What the queue got of a request that was taken. */
const taken = async (payload: object) => {
  const response = await post(payload);
  expect([response.statusCode, response.json()]).toEqual([200, expect.anything()]);
  return service.leases.at(-1)?.job.request;
};

describe("the answer", () => {
  test("has Piston's fields in Piston's order, and the version that ran", async () => {
    const response = await post(PROGRAM);
    expect(response.statusCode).toBe(200);
    expect(response.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(response.body).toBe(
      '{"run":{"signal":null,"stdout":"1\\n","stderr":"","code":0,"output":"1\\n","memory":1000000,"message":null,' +
        '"status":null,"cpu_time":1,"wall_time":1},"language":"python","version":"3.13.5"}',
    );
  });

  test.each(["/api/v2/execute", "/api/v2/execute/", "/api/v2/piston/execute", "/api/v2/piston/execute/"])(
    "comes at %s",
    async (path) => {
      expect((await post(PROGRAM, {}, path)).json()).toMatchObject({ run: { code: 0 } });
    },
  );

  test("names the language as Piston does, whatever the request calls it", async () => {
    expect((await post({ ...PROGRAM, language: "py3", version: "*" })).json()).toMatchObject({
      language: "python",
    });
    const cpp = { language: "g++", version: "10.2.0", files: [{ content: "int main() {}" }] };
    expect((await post(cpp)).json()).toMatchObject({ language: "c++", version: "14.2.0" });
  });
});

describe("what is wrong is said in Piston's order and words", () => {
  test.each([
    [{}, "language is required as a string"],
    [[], "language is required as a string"],
    [[1], "language is required as a string"],
    [{ language: "" }, "language is required as a string"],
    [{ language: 1, version: "*" }, "language is required as a string"],
    [{ language: "x" }, "version is required as a string"],
    [{ language: "x", version: "" }, "version is required as a string"],
    [{ language: "x", version: 3 }, "version is required as a string"],
    [{ language: "x", version: "*" }, "files is required as an array"],
    [{ language: "x", version: "*", files: {} }, "files is required as an array"],
    [{ language: "x", version: "*", files: [{}] }, "files[0].content is required as a string"],
    [{ language: "x", version: "*", files: [null] }, "files[0].content is required as a string"],
    [
      { language: "x", version: "*", files: [{ content: "" }, { content: 1 }] },
      "files[1].content is required as a string",
    ],
    [{ language: "cobol", version: "1.x", files: [] }, "cobol-1.x runtime is unknown"],
    [{ language: "Python", version: "*", files: [] }, "Python-* runtime is unknown"],
    [{ language: "python", version: "latest", files: [] }, "python-latest runtime is unknown"],
    [{ language: "python", version: "99.x", files: [] }, "python-99.x runtime is unknown"],
    [{ language: "constructor", version: "*", files: [] }, "constructor-* runtime is unknown"],
    [{ language: "__proto__", version: "*", files: [] }, "__proto__-* runtime is unknown"],
    [{ language: "python", version: "*", files: [] }, "files must include at least one utf8 encoded file"],
    [
      { language: "python", version: "*", files: [{ content: "", encoding: "base64" }], run_timeout: "x" },
      "files must include at least one utf8 encoded file",
    ],
    [
      { language: "python", version: "*", files: [{ content: "", encoding: "latin1" }] },
      "files must include at least one utf8 encoded file",
    ],
  ])("%j", async (body, message) => {
    expect(await refused(body)).toBe(message);
  });

  test.each([
    [{ run_timeout: "3" }, "If specified, run_timeout must be a number"],
    [{ run_timeout: true }, "If specified, run_timeout must be a number"],
    [{ run_timeout: 3001 }, "run_timeout cannot exceed the configured limit of 3000"],
    [{ run_timeout: -1 }, "run_timeout must be non-negative"],
    [{ compile_timeout: 10_001 }, "compile_timeout cannot exceed the configured limit of 10000"],
    [{ run_cpu_time: 3001 }, "run_cpu_time cannot exceed the configured limit of 3000"],
    [{ run_cpu_time: -0.5 }, "run_cpu_time must be non-negative"],
    [{ compile_cpu_time: 20_000 }, "compile_cpu_time cannot exceed the configured limit of 10000"],
    [{ run_memory_limit: [] }, "If specified, run_memory_limit must be a number"],
    [{ run_memory_limit: 3e9 }, "run_memory_limit cannot exceed the configured limit of 2147483648"],
    // All at once: first memory, then time, then CPU time; compiling before running.
    [
      {
        ...{ run_cpu_time: "x", compile_cpu_time: "x", run_timeout: "x", compile_timeout: "x" },
        ...{ run_memory_limit: "x", compile_memory_limit: "x" },
      },
      "If specified, compile_memory_limit must be a number",
    ],
    [{ run_memory_limit: "x", compile_timeout: "x" }, "If specified, run_memory_limit must be a number"],
    [{ run_timeout: "x", compile_cpu_time: "x" }, "If specified, run_timeout must be a number"],
    [{ run_timeout: "x", stdin: 1, args: 1 }, "If specified, run_timeout must be a number"],
  ])("%j", async (limits, message) => {
    expect(await refused({ ...PROGRAM, ...limits })).toBe(message);
  });

  test.each<[object, string | RegExp]>([
    [{ stdin: 1 }, "stdin must be a string"],
    [{ stdin: ["a"] }, "stdin must be a string"],
    [{ args: "abc" }, "args must be an array"],
    [{ args: 5 }, "args must be an array"],
    [{ args: [{}] }, "args[0] must be a string"],
    [{ args: ["a", "b\0"] }, "args[1] has a NUL character."],
    [{ args: Array(300).fill("") }, "args may hold at most 255 arguments"],
    [{ files: Array(300).fill({ content: "" }) }, "files may hold at most 255 files"],
    [{ files: [{ content: "", name: 1 }] }, "files[0].name must be a string"],
    [{ files: [{ content: "", name: "../x.py" }] }, 'files[0].name has a part that is . or ..: "../x.py".'],
    [{ files: [{ content: "", name: "a/../../x.py" }] }, /^files\[0\]\.name has a part that is \. or \.\./],
    [{ files: [{ content: "", name: "/etc/passwd.py" }] }, /^files\[0\]\.name is absolute/],
    [{ files: [{ content: "", name: "a\0.py" }] }, /^files\[0\]\.name has a control character/],
    [{ files: [{ content: "", name: "a\\b.py" }] }, /^files\[0\]\.name has a backslash/],
    [{ files: [{ content: "", name: "a".repeat(300) }] }, /^files\[0\]\.name is longer than 255 bytes/],
    [
      { files: [{ content: "" }, { content: "", name: "lib" }, { content: "", name: "lib/x" }] },
      /^files\[2\]\.name needs "lib" to be a folder/,
    ],
    [
      {
        files: [
          { content: "", name: "a.py" },
          { content: "", name: "a.py" },
        ],
      },
      /^files\[1\]\.name is the same as files\[0\]\.name/,
    ],
    [{ files: [{ content: "\ud800" }] }, /half of a surrogate pair/],
    [{ files: [{ content: "a".repeat(1_048_577) }] }, /^source may hold at most 1048576 bytes/],
  ])("where Piston answers with nothing (%#)", async (changes, message) => {
    expect(await refused({ ...PROGRAM, ...changes })).toEqual(
      typeof message === "string" ? message : expect.stringMatching(message),
    );
  });

  test("a body that is none", async () => {
    const json = { "content-type": "application/json" };
    for (const body of ["{", "null", '"x"', "1", "\u0000"]) {
      const response = await post(body, json);
      expect(response.statusCode).toBe(400);
      const { message, stack } = response.json<{ message: string; stack: string }>();
      expect(stack).toBe(`SyntaxError: ${message}`);
    }
    expect((await post("", json)).json()).toEqual({ message: "language is required as a string" });
    const large = await post("a".repeat(4_194_305), json);
    expect([large.statusCode, large.json()]).toEqual([
      400,
      {
        message: "request entity too large",
        stack: "PayloadTooLargeError: request entity too large",
      },
    ]);
  });

  test("a type that is not JSON's, where the body is none either", async () => {
    for (const [body, type] of [
      ["language=python", "application/x-www-form-urlencoded"],
      ["", "text/plain"],
      ["{", "text/plain"],
    ] as const) {
      const response = await post(body, { "content-type": type });
      expect([response.statusCode, response.json()]).toEqual([415, { message: NOT_JSON }]);
    }
  });
});

describe("what is asked for", () => {
  test("is an execution with Piston's limits", async () => {
    expect(await taken({ ...PROGRAM, stdin: "in", args: ["one", 2, true, null] })).toMatchObject({
      ...{ language: "python", source: "print(1)", stdin: "in\n", args: ["one", "2", "true", "null"] },
      limits: {
        ...{ cpuTimeMs: 3000, wallTimeMs: 3000, memoryBytes: 268_435_456, outputBytes: 65_536 },
        ...{ compileCpuTimeMs: 10_000, compileWallTimeMs: 10_000, compileMemoryBytes: 1_073_741_824 },
        processes: 64,
      },
    });
  });

  test("limits within the configured ones", async () => {
    const limits = {
      ...{ run_timeout: 300.6, run_cpu_time: 200, run_memory_limit: 100_000_000.5 },
      ...{ compile_timeout: 9000, compile_cpu_time: 8000, compile_memory_limit: 200_000_000 },
    };
    expect((await taken({ ...PROGRAM, ...limits }))?.limits).toMatchObject({
      ...{ wallTimeMs: 301, cpuTimeMs: 200, memoryBytes: 100_000_000 },
      ...{ compileWallTimeMs: 9000, compileCpuTimeMs: 8000, compileMemoryBytes: 200_000_000 },
    });
  });

  test.each([0, null, "", false])("%j is no limit that is asked for, and never none", async (value) => {
    const limits = {
      ...{ run_timeout: value, run_cpu_time: value, run_memory_limit: value },
      ...{ compile_timeout: value, compile_cpu_time: value, compile_memory_limit: value },
    };
    expect((await taken({ ...PROGRAM, ...limits }))?.limits).toMatchObject({
      ...{ wallTimeMs: 3000, cpuTimeMs: 3000, memoryBytes: 268_435_456 },
      ...{ compileWallTimeMs: 10_000, compileCpuTimeMs: 10_000, compileMemoryBytes: 1_073_741_824 },
    });
  });

  test("memory: -1 is the configured limit, and little is the least that there is", async () => {
    const limits = { run_memory_limit: -1, compile_memory_limit: -1 };
    expect((await taken({ ...PROGRAM, ...limits }))?.limits).toMatchObject({
      ...{ memoryBytes: 268_435_456, compileMemoryBytes: 1_073_741_824 },
    });
    expect((await taken({ ...PROGRAM, run_memory_limit: 1 }))?.limits).toMatchObject({
      memoryBytes: 8_388_608,
    });
  });

  test.each([
    [undefined, "\n"],
    [null, "\n"],
    ["", "\n"],
    ["a", "a\n"],
    ["a\n", "a\n"],
    ["a\n\n", "a\n\n"],
    ["a\r\n", "a\r\n"],
  ])("stdin %j is read as %j", async (stdin, read) => {
    expect((await taken({ ...PROGRAM, stdin }))?.stdin).toBe(read);
  });

  test("JSON is taken, whatever type it declares", async () => {
    for (const headers of [
      { "content-type": "application/json; charset=utf-8" },
      { "content-type": "text/plain;charset=UTF-8" },
      { "content-type": "application/x-www-form-urlencoded" },
    ])
      expect((await post(JSON.stringify(PROGRAM), headers)).statusCode).toBe(200);
  });
});

describe("files", () => {
  const CPP = { language: "c++", version: "10.2.0" };
  const layout = async (request: object, ...files: object[]) => {
    const wanted = await taken({ ...PROGRAM, ...request, files });
    const { source, entry, files: laid } = wanted ?? {};
    return { source, entry, files: laid?.map(({ path, encoding }) => [path, encoding ?? "utf8"]) };
  };

  test("the first text is the program, under the language's own name when it has none", async () => {
    expect(
      await layout({}, { content: "", encoding: "hex" }, { content: "1", encoding: "utf8" }, { content: "" }),
    ).toMatchObject({
      entry: "main.py",
      files: [
        ["file0.code", "utf8"],
        ["main.py", "utf8"],
        ["file2.code", "utf8"],
      ],
    });
    expect(await layout({}, { content: "1" }, { name: "main.py", content: "" })).toMatchObject({
      entry: "file0.py",
    });
  });

  test("names are kept, and end as the language's do where it matters", async () => {
    expect(
      await layout({}, { name: "./src/app.py", content: "" }, { name: "data/x", content: "" }),
    ).toMatchObject({
      entry: "src/app.py",
      files: [["src/app.py"], ["data/x"]].map(([path]) => [path, "utf8"]),
    });
    expect(await layout({}, { name: "my_cool_code", content: "" })).toMatchObject({
      entry: "my_cool_code.py",
    });
    expect(
      await layout(
        CPP,
        { name: "a", content: "" },
        { name: "b", content: "" },
        { content: "" },
        { name: "c.h", content: "" },
        { name: "d", content: "", encoding: "base64" },
      ),
    ).toMatchObject({
      entry: "a.cpp",
      files: [
        ["a.cpp", "utf8"],
        ["b.cpp", "utf8"],
        ["file2.cpp", "utf8"],
        ["c.h", "utf8"],
        ["d", "utf8"],
      ],
    });
  });

  test("bytes come in base64 and hex", async () => {
    const wanted = await taken({
      ...PROGRAM,
      files: [
        { content: "print(1)" },
        { name: "a", content: "/wA=", encoding: "base64" },
        { name: "b", content: "ff00", encoding: "hex" },
        { name: "c", content: "YWJj", encoding: "base64" },
        { name: "d", content: "as it is", encoding: "latin1" },
      ],
    });
    expect(wanted?.files?.slice(1)).toEqual([
      { path: "a", content: "/wA=", encoding: "base64" },
      { path: "b", content: "/wA=", encoding: "base64" },
      { path: "c", content: "abc" },
      { path: "d", content: "as it is" },
    ]);
  });
});

describe("how it ended", () => {
  test("a compile step is told, and stands for the run that it prevented", async () => {
    const compile = {
      ...{ exitCode: 0, signal: null, stdout: "", stderr: "warning\n", cpuTimeMs: 5, wallTimeMs: 6 },
      ...{ memoryBytes: 7, cached: false },
    };
    settle = () => ({ ...ACCEPTED, compile });
    const cpp = { language: "c++", version: "*", files: [{ content: "int main() {}" }] };
    const passed = await post(cpp);
    expect(Object.keys(passed.json())).toEqual(["compile", "run", "language", "version"]);
    expect(passed.json()).toMatchObject({
      compile: { code: 0, stderr: "warning\n", output: "warning\n", status: null, message: null, memory: 7 },
      run: { code: 0, stdout: "1\n" },
    });
    const failed = { ...compile, exitCode: 1 };
    settle = () => ({ ...ACCEPTED, outcome: "compile_error", compile: failed, run: null });
    const answer = (await post(cpp)).json<Record<string, object>>();
    expect(answer.run).toEqual(answer.compile);
    expect(answer.run).toMatchObject({
      ...{ code: 1, status: "RE", message: "Exited with error status 1", stderr: "warning\n" },
    });
  });

  test("the service's own failure is XX", async () => {
    settle = () => ({ ...ACCEPTED, outcome: "internal_error", run: null });
    const response = await post(PROGRAM);
    expect([response.statusCode, response.json()]).toMatchObject([
      200,
      { run: { status: "XX", code: null, signal: null, message: "The service failed to run it." } },
    ]);
  });

  test("a service that stops says when to come back, and nothing runs on for nobody", async () => {
    const stopping = await startTestApi();
    try {
      const waiting = stopping.api.app.inject({ method: "POST", url: "/api/v2/execute", payload: PROGRAM });
      const id = await stopping.firstQueued();
      const other = await stopping.another();
      await stopping.api.stop(300);
      const response = await waiting;
      expect([response.statusCode, response.headers["retry-after"]]).toEqual([503, "1"]);
      expect(response.json()).toEqual({ message: expect.any(String) });
      const after = await other.api.app.inject(`/v1/executions/${id}`);
      expect(after.json()).toMatchObject({ outcome: "cancelled" });
    } finally {
      await stopping.stop();
    }
  });

  test("a client that leaves takes its program along", async () => {
    const leaving = await startTestApi();
    try {
      const { url } = await leaving.api.start();
      const abort = new AbortController();
      const waiting = fetch(`${url}/api/v2/execute`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(PROGRAM),
        signal: abort.signal,
      });
      const id = await leaving.firstQueued();
      abort.abort();
      await expect(waiting).rejects.toThrow();
      const look = async () => (await leaving.api.app.inject(`/v1/executions/${id}`)).json();
      await expect.poll(look, { timeout: 10_000 }).toMatchObject({ outcome: "cancelled" });
    } finally {
      await leaving.stop();
    }
  });
});
