import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./test-api.js";

let service: TestApi;
beforeAll(async () => {
  service = await startTestApi();
  service.work();
});
afterAll(() => service.stop());

const good = { language: "python", source: "" };
const client = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/** Where the executions that this request brings stand in a trace. */
const traced = async (url: string, payload: object, traceparent?: string) => {
  const before = service.leases.length;
  const response = await service.api.app.inject({
    method: "POST",
    url,
    payload,
    headers: traceparent === undefined ? {} : { traceparent },
  });
  expect(response.statusCode).toBeLessThan(300);
  await expect.poll(() => service.leases.length).toBeGreaterThan(before);
  return service.leases.slice(before).map(({ job }) => job.traceparent);
};

test("a client's place in its trace goes with its executions, also where nobody collects traces", async () => {
  expect(await traced("/v1/executions", good, client)).toEqual([client]);
  expect(await traced("/v1/executions/batch", { executions: [good] }, client)).toEqual([client]);
});

test.each([undefined, "", "nonsense", `${client}-x`, client.toUpperCase()])(
  "%j is no such place",
  async (header) => {
    expect(await traced("/v1/executions", good, header)).toEqual([undefined]);
  },
);
