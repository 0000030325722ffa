import { afterAll, beforeAll, expect, test } from "vitest";
import { STAGE_BUCKETS_MS, type WorkerFigures } from "../queue/types.js";
import { startTestApi, type TestApi } from "./test-api.js";

let service: TestApi;
beforeAll(async () => {
  service = await startTestApi();
});
afterAll(() => service.stop());

const LINE = /^([a-z_]+)(\{(?:[a-z_]+="[^"\\\n]*",?)+\})? (\d+(?:\.\d+)?(?:e[+-]\d+)?)$/;

/** Sample by name and labels. Fails where the text is not of the exposition format. */
const scrape = async (): Promise<Map<string, number>> => {
  const { body } = await service.api.app.inject({ url: "/metrics" });
  const samples = new Map<string, number>();
  for (const line of body.split("\n").filter((text: string) => text !== "" && !text.startsWith("#"))) {
    const [, name, labels = "", value] = LINE.exec(line) ?? [];
    expect(name, line).toBeDefined();
    expect(samples.has(`${name}${labels}`), `${line} comes twice`).toBe(false);
    samples.set(`${name}${labels}`, Number(value));
  }
  return samples;
};

const counted = (...filled: readonly (readonly [at: number, count: number])[]) => ({
  counts: Array.from({ length: STAGE_BUCKETS_MS.length + 1 }, (_, at) => new Map(filled).get(at) ?? 0),
  sumMs: 1234,
});

const FIGURES: WorkerFigures = {
  stages: {
    queued: counted([0, 3], [4, 2], [STAGE_BUCKETS_MS.length, 1]),
    acquire: counted(),
    start: counted(),
    compile: counted(),
    run: counted([1, 6]),
    settle: counted([0, 6]),
  },
  outcomes: { python: { accepted: 5, time_limit: 1 } },
  givenBack: 2,
};

test("what workers count is shown as histograms and counters", async () => {
  await service.report({ figures: FIGURES });
  const samples = await scrape();
  const bucket = (le: string) =>
    samples.get(`neuron_execution_stage_seconds_bucket{worker="w",stage="queued",le="${le}"}`);
  expect(["0.001", "0.01", "0.02", "60", "+Inf"].map(bucket)).toEqual([3, 3, 5, 5, 6]);
  expect(samples.get('neuron_execution_stage_seconds_count{worker="w",stage="queued"}')).toBe(6);
  expect(samples.get('neuron_execution_stage_seconds_sum{worker="w",stage="queued"}')).toBe(1.234);
  expect(samples.get('neuron_worker_executions_total{worker="w",language="python",outcome="accepted"}')).toBe(
    5,
  );
  expect(samples.get('neuron_worker_given_back_total{worker="w"}')).toBe(2);
  expect(samples.get('neuron_sandboxes_warm{worker="w",kind="python"}')).toBe(1);
  expect(samples.get('neuron_worker_ready{worker="w"}')).toBe(1);
  // Read again, not added up.
  expect((await scrape()).get('neuron_worker_given_back_total{worker="w"}')).toBe(2);
});

test("a worker of an older version has none", async () => {
  await service.report({});
  const samples = await scrape();
  expect([...samples.keys()].some((name) => name.startsWith("neuron_execution_stage"))).toBe(false);
  expect(samples.get('neuron_worker_ready{worker="w"}')).toBe(1);
});

test("requests are counted by route, whatever their path says", async () => {
  for (const id of ["one", "two", "three"]) await service.api.app.inject({ url: `/v1/executions/${id}` });
  const samples = await scrape();
  const count =
    'neuron_http_request_duration_seconds_count{method="GET",route="/v1/executions/:id",status="404"}';
  expect(samples.get(count)).toBe(3);
});

test("webhooks are counted", async () => {
  const submitted = await service.api.app.inject({
    method: "POST",
    url: "/v1/executions",
    payload: { language: "python", source: "", callbackUrl: "https://example.com/" },
  });
  expect((await scrape()).get("neuron_webhooks_pending")).toBe(0);
  await service.api.app.inject({ method: "DELETE", url: `/v1/executions/${submitted.json().id}` });
  const samples = await scrape();
  expect(samples.get("neuron_webhooks_pending")).toBe(1);
  expect(samples.get('neuron_webhooks_total{end="delivered"}')).toBe(0);
});
