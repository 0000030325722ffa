import { unzipSync, zipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ACCEPTED, startTestApi, type TestApi } from "../test-api.js";

let service: TestApi;
beforeEach(async () => {
  service = await startTestApi({ maxQueued: 30 });
});
afterEach(() => service.stop());

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PROGRAM = { source_code: "print(1)", language_id: 71 };
const base64 = (text: string) => Buffer.from(text).toString("base64");

const post = (url: string, payload?: unknown, headers: Record<string, string> = {}) =>
  service.api.app.inject({
    method: "POST",
    url: `/judge0${url}`,
    headers,
    ...(payload === undefined ? {} : { payload: payload as object }),
  });
const get = (url: string, headers: Record<string, string> = {}) =>
  service.api.app.inject({ method: "GET", url: `/judge0${url}`, headers });
const faults = async (submission: object) => {
  const response = await post("/submissions", submission);
  expect(response.statusCode).toBe(422);
  return response.json<Record<string, string[]>>();
};
const firstRequest = () => service.leases[0]?.job.request;
const answer = (stdout: string, encoding: "utf8" | "base64" = "utf8") =>
  service.work(() => ({ ...ACCEPTED, run: ACCEPTED.run && { ...ACCEPTED.run, stdout, encoding } }));

test("a submission: token first, then its default fields", async () => {
  const response = await post("/submissions", PROGRAM);
  expect(response.statusCode).toBe(201);
  expect(response.headers["content-type"]).toBe("application/json; charset=utf-8");
  const { token, ...rest } = response.json<{ token: string }>();
  expect(token).toMatch(UUID);
  expect(rest).toEqual({});
  const queued = {
    ...{ stdout: null, time: null, memory: null, stderr: null, token, compile_output: null, message: null },
    status: { id: 1, description: "In Queue" },
  };
  expect((await get(`/submissions/${token}`)).json()).toEqual(queued);
  service.work();
  await expect
    .poll(async () => (await get(`/submissions/${token}`)).json(), { timeout: 10_000 })
    .toEqual({
      ...{ stdout: "1\n", time: "0.001", memory: 977, stderr: null, token, compile_output: null },
      ...{ message: null, status: { id: 3, description: "Accepted" } },
    });
});

test("wait=true answers with the result, in base64 when asked, with the fields that are asked for", async () => {
  answer("1\n".repeat(30));
  const query = "?wait=true&base64_encoded=true&fields=stdout,status_id,source_code,language";
  const response = await post(`/submissions/${query}`, { ...PROGRAM, source_code: base64("print(1)") });
  expect(response.statusCode).toBe(201);
  const encoded = base64("1\n".repeat(30));
  expect(response.json()).toEqual({
    stdout: `${encoded.slice(0, 60)}\n${encoded.slice(60)}\n`,
    status_id: 3,
    source_code: `${base64("print(1)")}\n`,
    language: { id: 71, name: "Python (3.13.5)" },
  });
  expect(firstRequest()?.source).toBe("print(1)");
});

test("fields=* are those of 1.13.1 and no other", async () => {
  const { token } = (await post("/submissions", { ...PROGRAM, stdin: "in" })).json<{ token: string }>();
  const all = (await get(`/submissions/${token}?fields=*`)).json<Record<string, unknown>>();
  expect(Object.keys(all)).toEqual([
    ...["source_code", "language_id", "stdin", "expected_output", "stdout", "status_id", "created_at"],
    ...["finished_at", "time", "memory", "stderr", "token", "number_of_runs", "cpu_time_limit"],
    ...["cpu_extra_time", "wall_time_limit", "memory_limit", "stack_limit", "max_processes_and_or_threads"],
    ...["enable_per_process_and_thread_time_limit", "enable_per_process_and_thread_memory_limit"],
    ...["max_file_size", "compile_output", "exit_code", "exit_signal", "message", "wall_time"],
    ...["compiler_options", "command_line_arguments", "redirect_stderr_to_stdout", "callback_url"],
    ...["additional_files", "enable_network", "status", "language"],
  ]);
  expect(all).toMatchObject({
    ...{ source_code: "print(1)", language_id: 71, stdin: "in", expected_output: null, number_of_runs: 1 },
    ...{ cpu_time_limit: "5.0", cpu_extra_time: "1.0", wall_time_limit: "10.0", memory_limit: 128000 },
    ...{ stack_limit: 64000, max_processes_and_or_threads: 60, max_file_size: 1024, enable_network: false },
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  });
  const extra = (
    await get(
      `/submissions/${token}?fields=queued_at,memory_limit_exceeded,queue_host,execution_host,started_at,updated_at,post_execution_filesystem`,
    )
  ).json();
  expect(extra).toEqual({
    ...{ queued_at: all.created_at, memory_limit_exceeded: false, queue_host: null, execution_host: null },
    ...{ started_at: null, updated_at: all.created_at, post_execution_filesystem: null },
  });
  expect(Object.keys((await get(`/submissions/${token}?fields=`)).json())).toHaveLength(8);
});

test("fields that there are not", async () => {
  for (const response of [
    await get("/submissions/x?fields=status,foo,bar"),
    await post("/submissions?fields=status,foo,bar", PROGRAM),
    await get("/submissions/batch?tokens=x&fields=status,foo,bar"),
  ]) {
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({ error: "invalid fields: [foo, bar]" });
  }
});

test("what is unknown", async () => {
  for (const token of ["x", "00000000-0000-0000-0000-000000000000"]) {
    const response = await get(`/submissions/${token}`);
    expect(response.statusCode).toBe(404);
    expect(response.json()).toEqual({ status: 404, error: "Not Found" });
  }
  expect((await get("/nowhere")).statusCode).toBe(404);
  // An execution that did not come this way is not a submission.
  const native = await service.api.app.inject({
    method: "POST",
    url: "/v1/executions",
    payload: { language: "python", source: "" },
  });
  const { tokenOf } = await import("./token.js");
  expect((await get(`/submissions/${tokenOf(native.json<{ id: string }>().id)}`)).statusCode).toBe(404);
});

test("attributes come in the query, a form, several parts or JSON of any type", async () => {
  const form = "application/x-www-form-urlencoded";
  const query = new URLSearchParams({ ...PROGRAM, language_id: "71" }).toString();
  const multipart = [
    '--b\r\nContent-Disposition: form-data; name="source_code"\r\n\r\nprint(1)\r\n',
    '--b\r\nContent-Disposition: form-data; name="language_id"\r\n\r\n71\r\n--b--\r\n',
  ].join("");
  for (const response of [
    await post(`/submissions?${query}`),
    await post("/submissions", query, { "content-type": form }),
    await post("/submissions", JSON.stringify(PROGRAM), { "content-type": form }),
    await post("/submissions", JSON.stringify(PROGRAM), { "content-type": "text/plain" }),
    await post("/submissions", multipart, { "content-type": "multipart/form-data; boundary=b" }),
    await post("/submissions", {
      ...PROGRAM,
      language_id: "71",
      cpu_time_limit: "2",
      stdin: null,
      unknown: [1],
    }),
  ])
    expect([response.statusCode, response.json()]).toEqual([201, { token: expect.stringMatching(UUID) }]);
  service.work();
  await expect.poll(() => service.leases.length, { timeout: 10_000 }).toBe(6);
  expect(service.leases.map(({ job }) => job.request.source)).toEqual(Array(6).fill("print(1)"));
  const waited = await post("/submissions", { ...PROGRAM, wait: "true", fields: "status_id" });
  expect(waited.json()).toEqual({ status_id: 3 });
});

test("JSON that is none", async () => {
  const response = await post("/submissions", "{", { "content-type": "application/json" });
  expect([response.statusCode, response.body]).toEqual([400, ""]);
});

test("says everything that is wrong at once", async () => {
  expect(await faults({})).toEqual({
    source_code: ["can't be blank"],
    language_id: ["can't be blank", "language with id  doesn't exist"],
  });
  expect(
    await faults({
      ...{ source_code: "  ", language_id: 150000, cpu_time_limit: 15.5, cpu_extra_time: -1 },
      ...{ wall_time_limit: "x", memory_limit: 2047, stack_limit: 128001, max_file_size: 4097 },
      ...{ max_processes_and_or_threads: 0, number_of_runs: 21, enable_network: "yes" },
      command_line_arguments: "a".repeat(513),
    }),
  ).toEqual({
    source_code: ["can't be blank"],
    language_id: ["language with id 150000 doesn't exist"],
    cpu_time_limit: ["must be less than or equal to 15.0"],
    cpu_extra_time: ["must be greater than or equal to 0"],
    wall_time_limit: ["is not a number"],
    memory_limit: ["must be greater than or equal to 2048"],
    stack_limit: ["must be less than or equal to 128000"],
    max_file_size: ["must be less than or equal to 4096"],
    max_processes_and_or_threads: ["must be greater than 0"],
    number_of_runs: ["must be less than or equal to 20"],
    enable_network: ["enabling network is not allowed"],
    command_line_arguments: ["is too long (maximum is 512 characters)"],
  });
  expect(await faults({ ...PROGRAM, language_id: 4 })).toEqual({
    language_id: ["language with id 4 is archived and cannot be used anymore"],
  });
  // Known to Judge0, not installed here.
  expect(await faults({ ...PROGRAM, language_id: 83 })).toEqual({
    language_id: ["language with id 83 is archived and cannot be used anymore"],
  });
  expect(await faults({ ...PROGRAM, compiler_options: "-O2" })).toEqual({
    compiler_options: ["setting compiler options is only allowed for compiled languages"],
  });
  expect(await faults({ ...PROGRAM, command_line_arguments: "a\0b" })).toEqual({
    command_line_arguments: [expect.stringContaining("NUL")],
  });
  const file = (path: string) => Buffer.from(zipSync({ [path]: Buffer.from("x") })).toString("base64");
  expect(await faults({ ...PROGRAM, additional_files: "bm8gemlw" })).toEqual({
    additional_files: ["is not a zip archive"],
  });
  expect(await faults({ ...PROGRAM, additional_files: file("../../etc/passwd") })).toEqual({
    additional_files: [expect.stringContaining("..")],
  });
  expect(await faults({ ...PROGRAM, callback_url: "http://127.0.0.1/" })).toEqual({
    callback_url: [expect.any(String)],
  });
  expect(await service.kept()).toBe(0);
});

test("is an execution with the limits that were asked for", async () => {
  service.work();
  await post("/submissions?wait=true", {
    ...{ source_code: "int main() {}", language_id: 54, stdin: "in", number_of_runs: 2 },
    ...{ compiler_options: "-O3 -DNAME='a b'; $x", command_line_arguments: "one 'two three' | four" },
    ...{ cpu_time_limit: 0.5, wall_time_limit: 3, memory_limit: 64_000, max_file_size: 10 },
    ...{ max_processes_and_or_threads: 7, expected_output: "out" },
  });
  expect(firstRequest()).toMatchObject({
    ...{ language: "cpp", source: "int main() {}", stdin: "in", args: ["one", "two three", "four"] },
    compileArgs: ["-O3", "-DNAME=a b", "x"],
    limits: {
      ...{ cpuTimeMs: 500, wallTimeMs: 3000, memoryBytes: 65_536_000, processes: 7, outputBytes: 10_240 },
    },
    tests: [{ expected: "out" }, { expected: "out" }],
    stopOnFirstFailure: true,
  });
});

test("source that is no text comes as it is; input that is none is refused", async () => {
  const bytes = Buffer.from([0xff, 0x00, 0x0a]).toString("base64");
  service.work();
  await post("/submissions?base64_encoded=true&wait=true", { source_code: bytes, language_id: 71 });
  expect(firstRequest()).toMatchObject({
    files: [{ path: "main.py", content: bytes, encoding: "base64" }],
    entry: "main.py",
  });
  const refused = await post("/submissions?base64_encoded=true", {
    ...{ source_code: base64("1"), language_id: 71, stdin: bytes },
  });
  expect(refused.json()).toEqual({ stdin: ["must be valid UTF-8"] });
});

test("output that is no text needs base64", async () => {
  const output = Buffer.from([0xff, 0x0a]).toString("base64");
  answer(output, "base64");
  const error = /^some attributes for this submission cannot be converted to UTF-8, use base64_encoded=true/;
  const waited = await post("/submissions?wait=true", PROGRAM);
  const { token } = waited.json<{ token: string }>();
  expect([waited.statusCode, waited.json()]).toEqual([201, { error: expect.stringMatching(error), token }]);
  const read = await get(`/submissions/${token}`);
  expect([read.statusCode, read.json()]).toEqual([400, { error: expect.stringMatching(error) }]);
  expect((await get(`/submissions/${token}?fields=status_id`)).json()).toEqual({ status_id: 3 });
  const encoded = await get(`/submissions/${token}?base64_encoded=true&fields=stdout`);
  expect(encoded.json()).toEqual({ stdout: `${output}\n` });
  const batch = await get(`/submissions/batch?tokens=${token}`);
  expect([batch.statusCode, batch.json()]).toEqual([
    400,
    {
      error:
        "some attributes for one or more submissions cannot be converted to UTF-8, use base64_encoded=true query parameter",
    },
  ]);
});

test("text beyond ASCII is text", async () => {
  answer("żółw\n");
  const response = await post("/submissions?wait=true", { ...PROGRAM, source_code: "# ż" });
  expect(response.json()).toMatchObject({ stdout: "żółw\n" });
});

test("a batch: each by itself, in order", async () => {
  const response = await post("/submissions/batch?base64_encoded=true", {
    submissions: [
      { source_code: base64("print(2)"), language_id: 71 },
      { language_id: 71 },
      null,
      { source_code: base64("print(3)"), language_id: 71 },
    ],
  });
  expect(response.statusCode).toBe(201);
  const [first, blank, nothing, last] = response.json<Record<string, string>[]>();
  expect(blank).toEqual({ source_code: ["can't be blank"] });
  expect(Object.keys(nothing ?? {})).toEqual(["language_id", "source_code"]);
  const tokens = `${last?.token},x,${first?.token}`;
  service.work();
  const expected = {
    submissions: [{ source_code: "print(3)", status_id: 3 }, null, { source_code: "print(2)", status_id: 3 }],
  };
  const url = `/submissions/batch?fields=source_code,status_id`;
  await expect
    .poll(async () => (await get(`${url}&tokens=${tokens}`)).json(), { timeout: 10_000 })
    .toEqual(expected);
  expect((await get(url, { tokens })).json()).toEqual(expected);
});

test("a batch has nothing to do with wait and fields", async () => {
  const response = await post("/submissions/batch?wait=true&fields=nonsense", { submissions: [PROGRAM] });
  expect([response.statusCode, response.json()]).toEqual([201, [{ token: expect.stringMatching(UUID) }]]);
});

test("what a program left, as an archive: where the submission came with that wish", async () => {
  const outputs = [{ path: "out.txt", content: base64("out"), sizeBytes: 3 }];
  service.work(({ job }) => ({ ...ACCEPTED, ...(job.request.outputs && { outputs }) }));
  const name = "post_execution_filesystem";
  const waited = await post(`/submissions?wait=true&fields=token,${name}`, PROGRAM);
  const { token, ...rest } = waited.json<Record<string, string>>();
  const files = unzipSync(Buffer.from(rest[name] ?? "", "base64"));
  expect(Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes).toString()])).toEqual([
    ["out.txt", "out"],
  ]);
  expect((await get(`/submissions/${token}?fields=${name}`)).json()).toEqual(rest);
  expect(firstRequest()?.outputs).toEqual(["**/*"]);
  // Judged ones have none, and others none to tell.
  for (const [query, program] of [
    [`&fields=${name}`, { ...PROGRAM, expected_output: "1" }],
    ["", PROGRAM],
  ] as const) {
    const plain = (await post(`/submissions?wait=true${query}`, program)).json<Record<string, unknown>>();
    if (query === "") expect(plain).not.toHaveProperty(name);
    else expect(plain).toEqual({ [name]: null });
  }
  expect(service.leases.at(-1)?.job.request.outputs).toBeUndefined();
});

test("HEAD and OPTIONS", async () => {
  const ask = (method: "HEAD" | "OPTIONS", url: string) =>
    service.api.app.inject({ method, url: `/judge0${url}` });
  const head = await ask("HEAD", "/languages/");
  expect([head.statusCode, head.body]).toEqual([200, ""]);
  const options = await ask("OPTIONS", "/submissions/");
  expect([options.statusCode, options.headers.allow]).toEqual([204, "GET, HEAD, POST, DELETE, OPTIONS"]);
});

test("batches that are none", async () => {
  const none = { error: "there should be at least one submission in a batch" };
  const many = { error: "number of submissions in a batch should be less than or equal to 20" };
  const of = (count: number) => ({ submissions: Array(count).fill({}) });
  for (const [response, status, body] of [
    [await post("/submissions/batch", {}), 400, none],
    [await post("/submissions/batch", of(0)), 400, none],
    [await post("/submissions/batch", of(21)), 400, many],
    [await get("/submissions/batch"), 400, none],
    [await get("/submissions/batch?tokens="), 400, none],
    [await get(`/submissions/batch?tokens=${Array(21).fill("x").join(",")}`), 400, many],
  ] as const)
    expect([response.statusCode, response.json()]).toEqual([status, body]);
  const invalid = await post("/submissions/batch", of(2));
  expect(invalid.statusCode).toBe(422);
  expect(invalid.json()).toHaveLength(2);
});

test("a full queue", async () => {
  for (let i = 0; i < 30; i++) expect((await post("/submissions", PROGRAM)).statusCode).toBe(201);
  for (const response of [
    await post("/submissions", PROGRAM),
    await post("/submissions?wait=true", PROGRAM),
    await post("/submissions/batch", { submissions: [PROGRAM] }),
  ]) {
    expect([response.statusCode, response.json()]).toEqual([503, { error: "queue is full" }]);
    expect(Number(response.headers["retry-after"])).toBeGreaterThan(0);
  }
  expect(await service.kept()).toBe(30);
});

test("a store that is gone", async () => {
  await service.killRedis();
  const response = await post("/submissions", PROGRAM);
  expect(response.statusCode).toBe(503);
  expect(response.json()).toEqual({ error: expect.any(String) });
}, 20_000);
