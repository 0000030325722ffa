import type { Execution, Problem } from "@neuron/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./test-api.js";

let service: TestApi;
beforeEach(async () => {
  service = await startTestApi();
});
afterEach(() => service.stop());

const PROGRAM = { language: "python", source: "print(1)", metadata: { a: "1", b: "2" } };

const create = (
  key: string,
  payload: object = PROGRAM,
  query = "",
  { api } = service as Pick<TestApi, "api">,
) =>
  api.app.inject({
    method: "POST",
    url: `/v1/executions${query}`,
    payload,
    headers: { "idempotency-key": key },
  });

test("the same key and body are one execution, whoever sends them, before and after its end", async () => {
  const other = await service.another();
  const at = (i: number) => (i % 2 ? other : service);
  const together = await Promise.all(Array.from({ length: 10 }, (_, i) => create("k", PROGRAM, "", at(i))));
  expect(together.map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(202));
  const ids = new Set(together.map((response) => response.json<Execution>().id));
  expect(ids.size).toBe(1);
  expect(together.filter(({ headers }) => headers["idempotent-replayed"] === "true")).toHaveLength(9);
  expect(await service.kept()).toBe(1);

  const waiting = create("k", PROGRAM, "?wait=20", other);
  service.work();
  for (const response of [await waiting, await create("k", PROGRAM, "?wait=20"), await create("k")]) {
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      "idempotent-replayed": "true",
      location: `/v1/executions/${[...ids][0]}`,
    });
    expect(response.json<Execution>()).toMatchObject({ id: [...ids][0], outcome: "accepted" });
  }
  expect(service.leases).toHaveLength(1);
});

test("spaces and the order of names do not make another body", async () => {
  const first = (await create("k")).json<Execution>();
  const { metadata, source, language } = PROGRAM;
  const again = await create("k", { metadata: { b: metadata.b, a: metadata.a }, source, language });
  expect(again.json<Execution>().id).toBe(first.id);
});

test("another body is refused, and so is what is no key", async () => {
  const first = (await create("k")).json<Execution>();
  const conflict = await create("k", { ...PROGRAM, source: "print(2)" }, "?wait=5");
  expect(conflict.statusCode).toBe(409);
  expect(conflict.json<Problem>()).toMatchObject({ code: "idempotency_conflict", status: 409 });
  for (const key of ["", "two words", "x".repeat(256), "\u00e9"]) {
    const refused = await create(key);
    expect(refused.statusCode).toBe(422);
    expect(refused.json<Problem>()).toMatchObject({ code: "invalid_field", field: "Idempotency-Key" });
  }
  expect(await service.kept()).toBe(1);
  expect((await create("other", { ...PROGRAM, source: "print(2)" })).json<Execution>().id).not.toBe(first.id);
});
