import { cpus, totalmem } from "node:os";
import { afterEach, expect, test } from "vitest";
import { startTestApi, type TestApi, type TestApiOptions } from "../test-api.js";

let service: TestApi;
afterEach(() => service.stop());

const start = async (options?: TestApiOptions) => {
  service = await startTestApi(options);
};
const ask = (url: string, headers: Record<string, string> = {}, method: "GET" | "POST" | "DELETE" = "GET") =>
  service.api.app.inject({ method, url: `/judge0${url}`, headers });

interface Listed {
  readonly id: number;
  readonly name: string;
  readonly is_archived?: boolean;
}

test("the languages that are installed, by Judge0's ids", async () => {
  await start();
  const active = (await ask("/languages/")).json<Listed[]>();
  expect(active.map(({ id }) => id).sort((a, b) => a - b)).toEqual([52, 53, 54, 71, 92, 100, 105, 109, 113]);
  expect(active[0]).toEqual({ id: 52, name: "C++ (14.2.0)" });
  expect(active.map(({ name }) => name)).toEqual(active.map(({ name }) => name).sort());
  const all = (await ask("/languages/all")).json<Listed[]>();
  expect(all).toHaveLength(113);
  expect(all.find(({ id }) => id === 71)).toEqual({ id: 71, name: "Python (3.13.5)", is_archived: false });
  expect(all.find(({ id }) => id === 83)).toEqual({ id: 83, name: "Swift (5.2.3)", is_archived: true });
  expect((await ask("/languages/54")).json()).toEqual({
    ...{ id: 54, name: "C++ (14.2.0)", is_archived: false, source_file: "main.cpp" },
    compile_cmd: "g++ -O2 -o main {compileArgs} {sources}",
    run_cmd: "./main {args}",
  });
  expect((await ask("/languages/4")).json()).toEqual({
    ...{
      id: 4,
      name: "C (gcc 7.2.0)",
      is_archived: true,
      source_file: null,
      compile_cmd: null,
      run_cmd: null,
    },
  });
  for (const id of ["0", "114", "x"]) expect((await ask(`/languages/${id}`)).statusCode).toBe(404);
});

test("Judge0's own names", async () => {
  await start({ judge0: { originalNames: true } });
  expect((await ask("/languages/71")).json()).toMatchObject({ name: "Python (3.8.1)" });
});

test("the statuses", async () => {
  await start();
  const statuses = (await ask("/statuses")).json<{ id: number; description: string }[]>();
  expect(statuses.map(({ id, description }) => `${id} ${description}`)).toEqual([
    ...["1 In Queue", "2 Processing", "3 Accepted", "4 Wrong Answer", "5 Time Limit Exceeded"],
    ...["6 Compilation Error", "7 Runtime Error (SIGSEGV)", "8 Runtime Error (SIGXFSZ)"],
    ...["9 Runtime Error (SIGFPE)", "10 Runtime Error (SIGABRT)", "11 Runtime Error (NZEC)"],
    ...["12 Runtime Error (Other)", "13 Internal Error", "14 Exec Format Error"],
  ]);
});

test("what its clients ask before anything else", async () => {
  await start();
  expect((await ask("/about")).json()).toEqual({
    ...{ version: "1.13.1", homepage: "", source_code: "", implementation: "Neuron" },
    maintainer: expect.any(String),
  });
  const config = (await ask("/config_info")).json<Record<string, unknown>>();
  expect(Object.keys(config)).toHaveLength(39);
  expect(config).toEqual({
    ...{ maintenance_mode: false, enable_wait_result: true, enable_compiler_options: true },
    ...{ allowed_languages_for_compile_options: [], enable_command_line_arguments: true },
    ...{ enable_submission_delete: false, enable_callbacks: true, callbacks_max_tries: expect.any(Number) },
    ...{ callbacks_timeout: expect.any(Number), enable_additional_files: true, max_queue_size: 10_000 },
    ...{ cpu_time_limit: 5, max_cpu_time_limit: 15, cpu_extra_time: 1, max_cpu_extra_time: 5 },
    ...{ wall_time_limit: 10, max_wall_time_limit: 20, memory_limit: 128_000, max_memory_limit: 512_000 },
    ...{ stack_limit: 64_000, max_stack_limit: 128_000, max_processes_and_or_threads: 60 },
    ...{ max_max_processes_and_or_threads: 120, enable_per_process_and_thread_time_limit: false },
    ...{ allow_enable_per_process_and_thread_time_limit: true, number_of_runs: 1, max_number_of_runs: 20 },
    ...{ enable_per_process_and_thread_memory_limit: false, redirect_stderr_to_stdout: false },
    ...{ allow_enable_per_process_and_thread_memory_limit: true, max_file_size: 1024 },
    ...{ max_max_file_size: 4096, max_extract_size: 1024, enable_batched_submissions: true },
    ...{ max_submission_batch_size: 20, submission_cache_duration: 1, use_docs_as_homepage: false },
    ...{ allow_enable_network: false, enable_network: false },
  });
  for (const url of ["/version", "/license", "/isolate"]) {
    const response = await ask(url);
    expect(response.headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(response.body).not.toBe("");
  }
  for (const url of ["", "/"]) expect((await ask(url)).statusCode).toBe(200);
  const info = (await ask("/system_info")).json<Record<string, unknown>>();
  expect(Object.values(info).every((value) => typeof value === "string")).toBe(true);
  expect(info).toMatchObject({
    "CPU(s)": String(cpus().length),
    Mem: expect.stringMatching(/^\d+\.\dGi( \d+\.\dGi){5}$/),
    Swap: expect.stringMatching(/^\d+\.\dGi( \d+\.\dGi){2}$/),
  });
  expect(Number.parseFloat(String(info.Mem))).toBeCloseTo(totalmem() / 1024 ** 3, 0);
  expect((await ask("/authenticate", {}, "POST")).statusCode).toBe(200);
});

test("workers and statistics", async () => {
  await start();
  await service.report({ running: 2 });
  expect((await ask("/workers")).json()).toEqual([
    { queue: "1.13.1", size: 0, available: 1, idle: 1, working: 0, paused: 0, failed: 0 },
  ]);
  service.work();
  await service.api.app.inject({
    method: "POST",
    url: "/judge0/submissions?wait=true",
    payload: { source_code: "1", language_id: 71 },
  });
  const today = new Date().toISOString().slice(0, 10);
  const statistics = (await ask("/statistics?invalidate_cache=true")).json<Record<string, unknown>>();
  expect(Object.keys(statistics)).toEqual([
    ...["created_at", "cached_until", "submissions", "languages", "statuses", "database"],
  ]);
  expect(statistics).toMatchObject({
    created_at: expect.stringMatching(/\.\d{3}Z$/),
    submissions: { total: 1, today: 1, last_30_days: { [today]: 1 } },
    languages: [{ language: { id: 71, name: "Python (3.13.5)" }, count: 1 }],
    statuses: [{ status: { id: 3, name: "Accepted" }, count: 1 }],
    database: { size_pretty: expect.stringMatching(/^\d+ kB$/), size_in_bytes: expect.any(Number) },
  });
});

test("tokens, where the operator wants them", async () => {
  await start({ judge0: { authnTokens: ["one", "two"], authzTokens: ["boss"] } });
  for (const headers of [{}, { "x-auth-token": "three" }]) {
    const refused = await ask("/languages", headers);
    expect([refused.statusCode, refused.body]).toEqual([401, ""]);
  }
  expect((await ask("/languages", { "x-auth-token": "two" })).statusCode).toBe(200);
  expect((await ask("/languages?X-Auth-Token=one")).statusCode).toBe(200);
  expect((await ask("/")).statusCode).toBe(200);
  const known = { "x-auth-token": "one" };
  expect((await ask("/authorize", known, "POST")).statusCode).toBe(403);
  expect((await ask("/authorize", { ...known, "x-auth-user": "boss" }, "POST")).statusCode).toBe(200);
  const deleted = await ask("/submissions/x", { ...known, "x-auth-user": "boss" }, "DELETE");
  expect([deleted.statusCode, deleted.json()]).toEqual([400, { error: "delete not allowed" }]);
});

test("nobody is authorised where there is no such token", async () => {
  await start();
  const refused = await ask("/authorize", { "x-auth-user": "" }, "POST");
  expect([refused.statusCode, refused.body]).toEqual([403, ""]);
  expect((await ask("/submissions/x", {}, "DELETE")).statusCode).toBe(403);
});

test("with accounts, their keys are the tokens, and submissions their own", async () => {
  await start({ accounts: {} });
  const signUp = async () => {
    const response = await service.api.app.inject({ method: "POST", url: "/v1/accounts", payload: {} });
    return response.json<{ key: { key: string } }>().key.key;
  };
  const [mine, other] = [await signUp(), await signUp()];
  expect((await ask("/languages")).statusCode).toBe(401);
  expect((await ask("/languages", { "x-auth-token": "wrong" })).statusCode).toBe(401);
  const submitted = await service.api.app.inject({
    method: "POST",
    url: "/judge0/submissions",
    headers: { "x-auth-token": mine },
    payload: { source_code: "1", language_id: 71 },
  });
  const { token } = submitted.json<{ token: string }>();
  expect((await ask(`/submissions/${token}`, { "x-auth-token": mine })).statusCode).toBe(200);
  expect((await ask(`/submissions/${token}`, { authorization: `Bearer ${mine}` })).statusCode).toBe(200);
  expect((await ask(`/submissions/${token}`, { "x-rapidapi-key": mine })).statusCode).toBe(200);
  expect((await ask(`/submissions/${token}`, { "x-auth-token": other })).statusCode).toBe(404);
});
