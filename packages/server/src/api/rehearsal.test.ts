import { expect, test } from "vitest";
import { startTestApi } from "./test-api.js";

test("a rehearsal reaches the service, leaves nothing behind, and ends when the service stops", async () => {
  const service = await startTestApi();
  try {
    let refused = 0;
    service.api.app.addHook("onResponse", (_request, reply, done) => {
      if (reply.statusCode >= 400 && reply.statusCode < 500) refused += 1;
      done();
    });
    await service.api.rehearse();
    expect(refused).toBeGreaterThan(0);
    expect(await service.kept()).toBe(0);
    const { payload: metrics } = await service.api.app.inject("/metrics");
    expect(metrics).toContain("neuron_http_request_duration_seconds");
    expect(metrics).not.toContain('status="422"');
    await service.api.app.inject({ method: "POST", url: "/v1/executions", payload: "{}" });
    expect((await service.api.app.inject("/metrics")).payload).toContain('status="422"');
    expect(service.log.filter(({ msg }) => msg === "request refused")).toHaveLength(1);
    const rehearsal = service.api.rehearse();
    await service.api.stop(1000);
    await rehearsal;
  } finally {
    await service.stop();
  }
});
