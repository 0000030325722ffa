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
  expect(statuses).toHaveLength(14);
  expect(statuses[0]).toEqual({ id: 1, description: "In Queue" });
  expect(statuses[13]).toEqual({ id: 14, description: "Exec Format Error" });
});

test("what its clients ask before anything else", async () => {
  await start();
  expect((await ask("/about")).json()).toMatchObject({ version: "1.13.1" });
  const config = (await ask("/config_info")).json<Record<string, unknown>>();
  expect(Object.keys(config)).toHaveLength(39);
  expect(config).toMatchObject({
    max_cpu_time_limit: 15,
    max_submission_batch_size: 20,
    max_queue_size: 10_000,
  });
  for (const url of ["/version", "/license", "/isolate"]) {
    const response = await ask(url);
    expect(response.headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(response.body).not.toBe("");
  }
  for (const url of ["", "/"]) expect((await ask(url)).statusCode).toBe(200);
  expect((await ask("/system_info")).json()).toMatchObject({ Mem: expect.any(String) });
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
  expect((await ask("/statistics")).json()).toMatchObject({
    submissions: { total: 1 },
    statuses: [{ status: { id: 3, name: "Accepted" }, count: 1 }],
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
