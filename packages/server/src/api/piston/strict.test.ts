import { afterAll, beforeAll, expect, test } from "vitest";
import { ACCEPTED, PISTON_LIMITS, startTestApi, type TestApi } from "../test-api.js";

let service: TestApi;
beforeAll(async () => {
  const overrides = new Map([["py", { run_timeout: 500, output_max_size: 1000, max_process_count: 5 }]]);
  const limits = { ...PISTON_LIMITS, run_memory_limit: 100_000_000, overrides };
  service = await startTestApi({ piston: { strict: true, exactVersions: true, limits } });
  service.work(() => ({
    ...ACCEPTED,
    outcome: "runtime_error",
    run: ACCEPTED.run && { ...ACCEPTED.run, outcome: "runtime_error", exitCode: null, signal: "SIGSEGV" },
  }));
});
afterAll(() => service.stop());

const PROGRAM = { language: "python", version: "3.x", files: [{ content: "print(1)" }] };
const post = async (payload: object | string, headers: Record<string, string> = {}) => {
  const response = await service.api.app.inject({
    method: "POST",
    url: "/api/v2/execute",
    headers,
    payload,
  });
  return [response.statusCode, response.json()];
};

test("a crash is an exit code, as a shell tells it", async () => {
  expect(await post(PROGRAM)).toMatchObject([
    200,
    { run: { code: 139, signal: null, status: "RE", message: "Exited with error status 139" } },
  ]);
});

test("what does not declare JSON is refused", async () => {
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/problem+json"])
    expect(await post(JSON.stringify(PROGRAM), { "content-type": type })).toEqual([
      415,
      { message: "requests must be of type application/json" },
    ]);
});

test("a version that is not installed is unknown", async () => {
  expect(await post({ ...PROGRAM, version: "3.10.0" })).toEqual([
    400,
    { message: "python-3.10.0 runtime is unknown" },
  ]);
});

test("a language's own limits go before those of all", async () => {
  expect(await post({ ...PROGRAM, run_timeout: 501 })).toEqual([
    400,
    { message: "run_timeout cannot exceed the configured limit of 500" },
  ]);
  await post(PROGRAM);
  expect(service.leases.at(-1)?.job.request.limits).toMatchObject({
    ...{ wallTimeMs: 500, cpuTimeMs: 3000, outputBytes: 1000, processes: 5, memoryBytes: 100_000_000 },
  });
  const cpp = { language: "c++", version: "*", files: [{ content: "" }] };
  await post({ ...cpp, run_timeout: 501 });
  expect(service.leases.at(-1)?.job.request.limits).toMatchObject({ wallTimeMs: 501, outputBytes: 65_536 });
});

test("a memory limit that is set bounds what is asked for", async () => {
  expect(await post({ ...PROGRAM, run_memory_limit: 100_000_001 })).toEqual([
    400,
    { message: "run_memory_limit cannot exceed the configured limit of 100000000" },
  ]);
  expect(await post({ ...PROGRAM, run_memory_limit: -1 })).toEqual([
    400,
    { message: "run_memory_limit must be non-negative" },
  ]);
});
