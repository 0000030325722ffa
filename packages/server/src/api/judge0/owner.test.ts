import { afterEach, beforeEach, expect, test } from "vitest";
import { ACCEPTED, startTestApi, type TestApi } from "../test-api.js";
import { idOf } from "./token.js";

let service: TestApi;
beforeEach(async () => {
  service = await startTestApi({ judge0: { authzTokens: ["boss"], deletes: true }, maxQueued: 5 });
});
afterEach(() => service.stop());

const list = (query = "", user = "boss") =>
  service.api.app.inject({ url: `/judge0/submissions/${query}`, headers: { "x-auth-user": user } });
const submit = async (i: number) => {
  const response = await service.api.app.inject({
    method: "POST",
    url: "/judge0/submissions",
    payload: { source_code: `print(${i})`, language_id: 71 },
  });
  return response.statusCode;
};

test("lists submissions, newest first and page by page", async () => {
  expect((await list()).json()).toEqual({
    submissions: [],
    meta: { current_page: 1, next_page: null, prev_page: null, total_pages: 0, total_count: 0 },
  });
  for (let i = 0; i < 5; i++) expect(await submit(i)).toBe(201);
  // Refused ones leave nothing.
  expect(await submit(5)).toBe(503);
  expect((await list("?fields=source_code&per_page=2")).json()).toEqual({
    submissions: [{ source_code: "print(4)" }, { source_code: "print(3)" }],
    meta: { current_page: 1, next_page: 2, prev_page: null, total_pages: 3, total_count: 5 },
  });
  expect((await list("?fields=source_code&per_page=2&page=3")).json()).toEqual({
    submissions: [{ source_code: "print(0)" }],
    meta: { current_page: 3, next_page: null, prev_page: 2, total_pages: 3, total_count: 5 },
  });
});

const remove = (token: string, query = "", user = "boss") =>
  service.api.app.inject({
    method: "DELETE",
    url: `/judge0/submissions/${token}${query}`,
    headers: { "x-auth-user": user },
  });
const submitted = async () => {
  const response = await service.api.app.inject({
    method: "POST",
    url: "/judge0/submissions",
    payload: { source_code: "print(1)", language_id: 71 },
  });
  return response.json<{ token: string }>().token;
};
const ended = async (token: string) => {
  const look = () => service.api.app.inject(`/judge0/submissions/${token}?fields=status_id`);
  await expect.poll(async () => (await look()).json()).toEqual({ status_id: 3 });
};

test("deletes one that has ended, and answers with it in base64 for the last time", async () => {
  service.work();
  const [token, other] = [await submitted(), await submitted()];
  await ended(token);
  const deleted = await remove(token, "?fields=stdout,source_code,status_id");
  expect([deleted.statusCode, deleted.json()]).toEqual([
    200,
    { stdout: "MQo=\n", source_code: "cHJpbnQoMSk=\n", status_id: 3 },
  ]);
  expect((await remove(token)).statusCode).toBe(404);
  expect((await service.api.app.inject(`/judge0/submissions/${token}`)).statusCode).toBe(404);
  // Natively, too.
  const natively = await service.api.app.inject(`/v1/executions/${idOf(token)}`);
  expect(natively.statusCode).toBe(404);
  expect((await list("?fields=token")).json()).toMatchObject({
    submissions: [{ token: other }],
    meta: { total_count: 1 },
  });
});

test("deletes nothing that is under way, unknown, or another's wish", async () => {
  const token = await submitted();
  const early = await remove(token);
  expect([early.statusCode, early.json()]).toEqual([
    400,
    { error: "submission cannot be deleted because its status is 1 (In Queue)" },
  ]);
  const refused = await remove(token, "", "nobody");
  expect([refused.statusCode, refused.body]).toEqual([403, ""]);
  expect((await remove(token, "?fields=x")).json()).toEqual({ error: "invalid fields: [x]" });
  for (const unknown of ["x", "00000000-0000-0000-0000-000000000000"]) {
    const response = await remove(unknown);
    expect([response.statusCode, response.json()]).toEqual([404, { status: 404, error: "Not Found" }]);
  }
  expect((await service.api.app.inject(`/judge0/submissions/${token}`)).statusCode).toBe(200);
});

test("a list with something in it that is no text", async () => {
  const stdout = Buffer.from([0xff]).toString("base64");
  service.work(() => ({ ...ACCEPTED, run: ACCEPTED.run && { ...ACCEPTED.run, stdout, encoding: "base64" } }));
  await ended(await submitted());
  const response = await list();
  expect([response.statusCode, response.json()]).toEqual([
    400,
    {
      error:
        "some attributes for one or more submissions cannot be converted to UTF-8, use base64_encoded=true query parameter",
    },
  ]);
  expect((await list("?base64_encoded=true")).json()).toMatchObject({ submissions: [{ stdout: "/w==\n" }] });
});

test("at most 100 on a page", async () => {
  expect((await list("?per_page=1000")).statusCode).toBe(200);
  for (let i = 0; i < 3; i++) await submit(i);
  expect((await list("?per_page=1000&page=1")).json()).toMatchObject({ meta: { total_pages: 1 } });
});

test("only to those who may", async () => {
  const refused = await list("", "nobody");
  expect([refused.statusCode, refused.body]).toEqual([403, ""]);
});

test("pages that are none", async () => {
  for (const [query, error] of [
    ["?page=-4", "invalid page: -4"],
    ["?page=x", "invalid page: x"],
    ["?per_page=-2", "invalid per_page: -2"],
    ["?per_page=0", "invalid per_page: 0"],
    ["?fields=x", "invalid fields: [x]"],
  ]) {
    const response = await list(query);
    expect([response.statusCode, response.json()]).toEqual([400, { error }]);
  }
});

test("with accounts: each has its own, whoever may list and delete", async () => {
  await service.stop();
  service = await startTestApi({ accounts: {}, judge0: { authzTokens: ["boss"], deletes: true } });
  service.work();
  const signUp = async () => {
    const response = await service.api.app.inject({ method: "POST", url: "/v1/accounts", payload: {} });
    return response.json<{ key: { key: string } }>().key.key;
  };
  const [mine, other] = [await signUp(), await signUp()];
  const ask = (method: "GET" | "POST" | "DELETE", url: string, key: string, user = "boss") =>
    service.api.app.inject({
      ...{ method, url: `/judge0/submissions${url}` },
      headers: { "x-auth-token": key, "x-auth-user": user },
      ...(method === "POST" && { payload: { source_code: "1", language_id: 71 } }),
    });
  const { token } = (await ask("POST", "?wait=true", mine)).json<{ token: string }>();
  expect((await ask("GET", "", other)).json()).toMatchObject({ submissions: [], meta: { total_count: 0 } });
  expect((await ask("GET", `/batch?tokens=${token}`, other)).json()).toEqual({ submissions: [null] });
  expect((await ask("DELETE", `/${token}`, other)).statusCode).toBe(404);
  // The owner's word is none for whoever has no key, and no key is the owner's word.
  expect((await ask("DELETE", `/${token}`, "none")).statusCode).toBe(401);
  expect((await ask("DELETE", `/${token}`, mine, mine)).statusCode).toBe(403);
  expect((await ask("GET", "?fields=token", mine)).json()).toMatchObject({ submissions: [{ token }] });
  expect((await ask("DELETE", `/${token}`, mine)).statusCode).toBe(200);
  expect((await ask("GET", `/${token}`, mine)).statusCode).toBe(404);
});
