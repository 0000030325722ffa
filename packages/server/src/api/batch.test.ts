import type { BatchAnswer, Execution, ExecutionList, Problem } from "@neuron/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./test-api.js";

let service: TestApi;
beforeEach(async () => {
  service = await startTestApi({ maxQueued: 450 });
});
afterEach(() => service.stop());

const program = (i: number) => ({ language: "python", source: `print(${i})`, metadata: { i: String(i) } });
const programs = (count: number) => Array.from({ length: count }, (_, i) => program(i));

const send = (payload: object, { query = "", ...headers }: Record<string, string> = {}) =>
  service.api.app.inject({ method: "POST", url: `/v1/executions/batch${query}`, payload, headers });

test("answers each in its order, and one that is wrong does not fail the rest", async () => {
  const wrong = [
    { language: "python" },
    { language: "cobol", source: "" },
    { language: "python", source: "", sorce: "" },
    null,
    { language: "python", source: "", limits: { cpuTimeMs: 1e9 } },
  ];
  const response = await send({ executions: [program(0), ...wrong, program(1)] });
  expect(response.statusCode).toBe(202);
  const { executions } = response.json<BatchAnswer>();
  expect(executions.map((each) => ("code" in each ? each.code : each.status))).toEqual([
    ...[
      "queued",
      "missing_field",
      "unknown_language",
      "unknown_field",
      "invalid_field",
      "limit_out_of_range",
    ],
    "queued",
  ]);
  expect(executions[1]).toMatchObject({ status: 422, field: "source" });
  const [first, last] = [executions[0], executions[6]] as Execution[];
  expect([first?.metadata.i, last?.metadata.i]).toEqual(["0", "1"]);
  const list = await service.api.app.inject({ method: "GET", url: "/v1/executions" });
  expect(list.json<ExecutionList>().executions.map(({ id }) => id)).toEqual([last?.id, first?.id]);
});

test("takes 500, as far as there is room", async () => {
  const { executions } = (await send({ executions: programs(500) })).json<BatchAnswer>();
  expect(executions).toHaveLength(500);
  const refused = executions.filter((each): each is Problem => "code" in each);
  expect(refused).toHaveLength(50);
  expect(refused[0]).toMatchObject({ code: "queue_full", status: 503, retryAfterMs: expect.any(Number) });
  expect(executions.slice(0, 450).every((each, i) => (each as Execution).metadata.i === String(i))).toBe(
    true,
  );
  service.work();
  await expect
    .poll(() => service.leases.map(({ job }) => job.request.metadata?.i), { timeout: 10_000 })
    .toEqual(Array.from({ length: 450 }, (_, i) => String(i)));
});

test("refuses what is no batch", async () => {
  const code = async (payload: object, headers = {}) => (await send(payload, headers)).json<Problem>().code;
  expect(await code({})).toBe("missing_field");
  expect(await code([program(1)])).toBe("invalid_field");
  expect(await code({ executions: [] })).toBe("invalid_field");
  expect(await code({ executions: programs(501) })).toBe("invalid_field");
  expect(await code({ executions: [program(1)], wait: 1 })).toBe("unknown_field");
  expect(await code({ executions: [program(1)] }, { query: "?wait=1" })).toBe("unknown_field");
  expect(await service.kept()).toBe(0);
});

test("with a key is sent again without harm", async () => {
  const ids = async (executions: object[]) => {
    const response = await send({ executions }, { "idempotency-key": "k" });
    return response.json<BatchAnswer>().executions.map((each) => ("code" in each ? each.code : each.id));
  };
  const first = await ids(programs(30));
  expect(new Set(first).size).toBe(30);
  expect(await ids(programs(30))).toEqual(first);
  const changed = await ids([program(0), program(7), program(2)]);
  expect(changed).toEqual([first[0], "idempotency_conflict", first[2]]);
  expect(await service.kept()).toBe(30);
});
