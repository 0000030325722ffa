import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createInstance, type Instance } from "./instance.js";

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}
type Told = OtlpSpan & { readonly service: string };

interface OtlpBody {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: OtlpSpan["attributes"] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

const attributeOf = (attributes: OtlpSpan["attributes"], key: string): unknown =>
  Object.values(attributes.find((attribute) => attribute.key === key)?.value ?? {})[0];

const spans: Told[] = [];
const hooks: Record<string, unknown>[] = [];
let collector: Server;
let neuron: Instance;

beforeAll(async () => {
  // A collector and a receiver of webhooks.
  collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      if (request.url === "/v1/traces") collect(JSON.parse(text) as OtlpBody);
      else hooks.push(request.headers);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  neuron = await createInstance({
    OTEL_EXPORTER_OTLP_ENDPOINT: url(),
    OTEL_BSP_SCHEDULE_DELAY: "100",
    NEURON_WEBHOOK_ALLOW: "127.0.0.1",
  });
  await neuron.up();
});
afterAll(async () => {
  await neuron.remove();
  collector.close();
  collector.closeAllConnections();
});

const url = (): string => `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;

const collect = ({ resourceSpans }: OtlpBody): void => {
  for (const { resource, scopeSpans } of resourceSpans) {
    const service = String(attributeOf(resource.attributes, "service.name"));
    for (const scope of scopeSpans) for (const span of scope.spans) spans.push({ ...span, service });
  }
};

const submit = async (headers: Record<string, string>) => {
  const response = await neuron.fetch("/v1/executions?wait=30", {
    method: "POST",
    headers,
    body: JSON.stringify({
      language: "c",
      source: '#include <stdio.h>\nint main(void) { puts("traced"); }',
      callbackUrl: `${url()}/hook`,
    }),
  });
  return (await response.json()) as { readonly id: string; readonly outcome: string };
};

test("one trace goes from the request to the webhook, below the client's own span", async () => {
  const [traceId, clientSpan] = ["4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"];
  const { id, outcome } = await submit({ traceparent: `00-${traceId}-${clientSpan}-01` });
  expect(outcome).toBe("accepted");
  const mine = (): Told[] => spans.filter((span) => span.traceId === traceId);
  await vi.waitFor(() => expect(mine().map(({ name }) => name)).toContain("webhook"), { timeout: 20_000 });
  await vi.waitFor(() => expect(mine()).toHaveLength(8), { timeout: 20_000 });

  const byName = new Map(mine().map((span) => [span.name, span]));
  const named = (name: string): Told => {
    const span = byName.get(name);
    if (span === undefined) throw new Error(`There is no span ${name}: ${[...byName.keys()].join(", ")}`);
    return span;
  };
  const request = named("POST /v1/executions");
  const execution = named("execute c");
  const below = (parent: Told) =>
    mine()
      .filter(({ parentSpanId }) => parentSpanId === parent.spanId)
      .map(({ name, service }) => `${service}: ${name}`)
      .sort();
  expect(request).toMatchObject({ parentSpanId: clientSpan, service: "neuron-api" });
  expect(attributeOf(request.attributes, "http.response.status_code")).toBe(200);
  expect(below(request)).toEqual(["neuron-webhooks: webhook", "neuron-worker: execute c"]);
  expect(below(execution)).toEqual(
    ["acquire", "compile", "queued", "run", "settle"].map((name) => `neuron-worker: ${name}`),
  );
  expect(attributeOf(execution.attributes, "neuron.execution")).toBe(id);
  expect(attributeOf(execution.attributes, "neuron.outcome")).toBe("accepted");

  // Stages follow each other, and lie within the execution. Clocks of two processes differ a little.
  const from = (span: Told): number => Number(BigInt(span.startTimeUnixNano) / 1000n) / 1000;
  const to = (span: Told): number => Number(BigInt(span.endTimeUnixNano) / 1000n) / 1000;
  const stages = ["queued", "acquire", "compile", "run", "settle"].map(named);
  for (const [at, stage] of stages.entries()) {
    expect(to(stage)).toBeGreaterThanOrEqual(from(stage));
    expect(from(stage)).toBeGreaterThanOrEqual(from(execution) - 1);
    expect(to(stage)).toBeLessThanOrEqual(to(execution) + 1);
    const next = stages[at + 1];
    if (next !== undefined) expect(from(next)).toBeGreaterThanOrEqual(to(stage) - 5);
  }
  expect(from(execution)).toBeGreaterThanOrEqual(from(request) - 5);

  // The log tells of the same trace, and whoever receives the webhook does not.
  expect(neuron.log()).toMatch(new RegExp(`"execution":"${id}"[^\\n]*"traceId":"${traceId}"`));
  expect(hooks[0]).not.toHaveProperty("traceparent");
});

test("a client without a trace begins one, and one that is not sampled is not told", async () => {
  spans.length = 0;
  const quiet = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  await submit({ traceparent: `00-${quiet}-00f067aa0ba902b7-00` });
  await submit({});
  await vi.waitFor(() => expect(spans.filter(({ name }) => name === "webhook")).toHaveLength(1), {
    timeout: 20_000,
  });
  const traces = new Set(spans.map(({ traceId }) => traceId));
  expect(traces.size).toBe(1);
  expect(traces).not.toContain(quiet);
  // Those who watch the service would drown the others.
  expect(spans.filter(({ name }) => name.includes("/readyz"))).toEqual([]);
});
