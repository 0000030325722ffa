import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../test-api.js";

let service: TestApi;
beforeEach(async () => {
  service = await startTestApi({ judge0: { authzTokens: ["boss"] }, maxQueued: 5 });
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
