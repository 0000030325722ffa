import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../test-api.js";

/** Each attribute over HTTP: what it is when it is left out, what it may be, and what is said of what it may not be. */

let service: TestApi;
beforeAll(async () => {
  service = await startTestApi();
});
afterAll(() => service.stop());

const PROGRAM = { source_code: "print(1)", language_id: 71 };
const COMPILED = { source_code: "int main() {}", language_id: 54 };

const post = (payload: object) =>
  service.api.app.inject({ method: "POST", url: "/judge0/submissions", payload });
/** The attribute as Judge0 shows it afterwards, or what is wrong with it. */
const become = async (name: string, value: unknown, program: object = PROGRAM): Promise<unknown> => {
  const posted = await post(value === undefined ? program : { ...program, [name]: value });
  if (posted.statusCode === 422) return posted.json<Record<string, string[]>>()[name]?.join("; ");
  expect(posted.statusCode).toBe(201);
  const { token } = posted.json<{ token: string }>();
  const read = await service.api.app.inject(`/judge0/submissions/${token}?fields=${name}`);
  return read.json<Record<string, unknown>>()[name];
};

describe.each([
  ["cpu_time_limit", "5.0", 0, "0.0", 15, "15.0"],
  ["cpu_extra_time", "1.0", 0, "0.0", 5, "5.0"],
  ["wall_time_limit", "10.0", 1, "1.0", 20, "20.0"],
] as const)("%s", (name, fallback, minimum, least, maximum, most) => {
  test("is told as a string of seconds", async () => {
    for (const absent of [undefined, null, "", [1], {}]) expect(await become(name, absent)).toBe(fallback);
    expect(await become(name, minimum)).toBe(least);
    expect(await become(name, String(maximum))).toBe(most);
    expect(await become(name, 2.25)).toBe("2.25");
  });
  test("has its bounds", async () => {
    expect(await become(name, minimum - 0.1)).toBe(`must be greater than or equal to ${minimum}`);
    expect(await become(name, maximum + 0.1)).toBe(`must be less than or equal to ${most}`);
    for (const none of ["x", "1s", "0x1", "Infinity", true])
      expect(await become(name, none)).toBe("is not a number");
  });
});

describe.each([
  ["memory_limit", 128_000, 2048, 512_000, "must be greater than or equal to 2048"],
  ["stack_limit", 64_000, 0, 128_000, "must be greater than or equal to 0"],
  ["max_processes_and_or_threads", 60, 1, 120, "must be greater than 0"],
  ["max_file_size", 1024, 0, 4096, "must be greater than or equal to 0"],
  ["number_of_runs", 1, 1, 20, "must be greater than 0"],
] as const)("%s", (name, fallback, minimum, maximum, tooLittle) => {
  test("is a whole number", async () => {
    for (const absent of [undefined, null, "", [1], {}]) expect(await become(name, absent)).toBe(fallback);
    expect(await become(name, minimum)).toBe(minimum);
    expect(await become(name, String(maximum))).toBe(maximum);
    expect(await become(name, minimum + 0.9)).toBe(minimum);
  });
  test("has its bounds", async () => {
    expect(await become(name, minimum - 1)).toBe(tooLittle);
    expect(await become(name, maximum + 1)).toBe(`must be less than or equal to ${maximum}`);
    expect(await become(name, "many")).toBe("is not a number");
  });
});

test.each([
  "enable_per_process_and_thread_time_limit",
  "enable_per_process_and_thread_memory_limit",
  "redirect_stderr_to_stdout",
])("%s is true for what is not false", async (name) => {
  for (const no of [undefined, null, "", false, 0, "0", "f", "F", "false", "FALSE", "off", "OFF", {}])
    expect(await become(name, no)).toBe(false);
  for (const yes of [true, 1, "1", "true", "yes", "False"]) expect(await become(name, yes)).toBe(true);
});

test("enable_network can only be off", async () => {
  for (const no of [undefined, false, "false", 0, ""]) expect(await become("enable_network", no)).toBe(false);
  for (const yes of [true, "1", "on"])
    expect(await become("enable_network", yes)).toBe("enabling network is not allowed");
});

test.each(["compiler_options", "command_line_arguments"])("%s has 512 characters", async (name) => {
  for (const absent of [undefined, null, "", ["-O2"]])
    expect(await become(name, absent, COMPILED)).toBeNull();
  expect(await become(name, "-O2 $HOME", COMPILED)).toBe("-O2 $HOME");
  expect(await become(name, "x".repeat(512), COMPILED)).toBe("x".repeat(512));
  expect(await become(name, "x".repeat(513), COMPILED)).toBe("is too long (maximum is 512 characters)");
});

test("compiler_options are for compiled languages", async () => {
  expect(await become("compiler_options", "-O2")).toBe(
    "setting compiler options is only allowed for compiled languages",
  );
});

test.each(["stdin", "expected_output"])("%s may be left out, or empty", async (name) => {
  for (const absent of [undefined, null, ["a"]]) expect(await become(name, absent)).toBeNull();
  expect(await become(name, "")).toBe("");
  expect(await become(name, "żółw\n")).toBe("żółw\n");
  expect(await become(name, 12)).toBe("12");
});

test("source_code must be there, but for a program of many files", async () => {
  for (const blank of [undefined, null, "", " \n", {}])
    expect(await become("source_code", blank, { language_id: 71 })).toBe("can't be blank");
  expect(await become("source_code", "x", { language_id: 89 })).toBe("must be blank");
  expect(await become("additional_files", undefined, { language_id: 89 })).toBe("can't be blank");
});

test("language_id is one that is there", async () => {
  const of = (id: unknown) => become("language_id", id, { source_code: "1" });
  expect(await of("71")).toBe(71);
  expect(await of(71.9)).toBe(71);
  for (const none of [undefined, null, "", "python", {}])
    expect(await of(none)).toBe("can't be blank; language with id  doesn't exist");
  for (const unknown of [0, 114, -1, 150_000])
    expect(await of(unknown)).toBe(`language with id ${unknown} doesn't exist`);
  for (const archived of [1, 42, 83])
    expect(await of(archived)).toBe(`language with id ${archived} is archived and cannot be used anymore`);
});

test("callback_url leads to where webhooks may", async () => {
  for (const absent of [undefined, null, ""]) expect(await become("callback_url", absent)).toBeNull();
  expect(await become("callback_url", "https://receiver.example/x")).toBe("https://receiver.example/x");
  for (const refused of [
    ...["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest", "http://localhost:2358/"],
    ...["http://2130706433/", "http://0x7f.1/", "http://[::ffff:10.0.0.1]/", "http://10.0.0.1/"],
    ...["file:///etc/passwd", "gopher://x/", "//x/", "x", "http://user:pass@receiver.example/"],
  ])
    expect([refused, await become("callback_url", refused)]).toEqual([refused, expect.any(String)]);
});

test("base64 is read as it comes: what is none of it is passed over", async () => {
  const sent = await service.api.app.inject({
    method: "POST",
    url: "/judge0/submissions?base64_encoded=true",
    payload: { source_code: "cHJp\nbnQ=KDEp!", language_id: 71, stdin: "*" },
  });
  const { token } = sent.json<{ token: string }>();
  const read = await service.api.app.inject(`/judge0/submissions/${token}?fields=source_code,stdin`);
  expect(read.json()).toEqual({ source_code: expect.stringMatching(/^print/), stdin: "" });
});
