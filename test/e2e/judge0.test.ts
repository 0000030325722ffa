import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { unzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { useService } from "./service.js";

const service = useService({ NEURON_POOL_SIZE: "3", NEURON_WEBHOOK_ALLOW: "127.0.0.0/8" });

const submit = async (submission: object, fields = "*"): Promise<Record<string, unknown>> => {
  const response = await service.fetch(`/judge0/submissions?wait=true&fields=${fields}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(submission),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as Record<string, unknown>;
};
const [C, PYTHON] = [50, 71];

test("a program with input and arguments, as it was asked for", async () => {
  expect(
    await submit({
      ...{ language_id: PYTHON, stdin: "2\n", command_line_arguments: "3 'a b'" },
      source_code:
        "import sys\nprint(int(input()) * int(sys.argv[1]), sys.argv[2])\nprint('err', file=sys.stderr)",
    }),
  ).toMatchObject({
    ...{ stdout: "6 a b\n", stderr: "err\n", compile_output: null, message: null, exit_code: 0 },
    ...{ exit_signal: null, status: { id: 3, description: "Accepted" }, status_id: 3 },
    ...{ time: expect.stringMatching(/^\d+\.\d{1,3}$/), memory: expect.any(Number) },
    finished_at: expect.stringMatching(/\.\d{3}Z$/),
  });
});

test("what is expected is judged by lines without the space at their ends", async () => {
  const program = { language_id: PYTHON, source_code: "print('a  ')\nprint('b')\nprint()" };
  const verdict = async (expected_output: string) =>
    (await submit({ ...program, expected_output }, "status_id")).status_id;
  expect(await verdict("a\nb")).toBe(3);
  expect(await verdict("a\nb\n\n")).toBe(3);
  expect(await verdict(" a\nb")).toBe(4);
  expect(await verdict("a\nc")).toBe(4);
  expect(await verdict("")).toBe(4);
});

test("several runs", async () => {
  expect(await submit({ language_id: PYTHON, source_code: "print(1)", number_of_runs: 3 })).toMatchObject({
    ...{ stdout: "1\n", status_id: 3, number_of_runs: 3 },
  });
});

test("crashes by their signals, exit codes, and both compiler's outcomes", async () => {
  const run = (source_code: string, options = {}) =>
    submit(
      { language_id: C, source_code, ...options },
      "status_id,exit_code,exit_signal,message,compile_output",
    );
  expect(await run("int main() { *(volatile int *)0 = 1; }")).toMatchObject({
    ...{ status_id: 7, exit_signal: 11, message: "Caught fatal signal 11" },
  });
  expect(await run("#include <stdlib.h>\nint main() { abort(); }")).toMatchObject({ status_id: 10 });
  expect(await run("int main() { return 3; }")).toMatchObject({
    ...{ status_id: 11, exit_code: 3, message: "Exited with error status 3" },
  });
  expect(await run("int main() { return N; }", { compiler_options: "-DN=0" })).toMatchObject({
    status_id: 3,
  });
  expect(await run("int main() { return N; }")).toMatchObject({
    ...{ status_id: 6, compile_output: expect.stringContaining("N"), exit_code: null, message: null },
  });
});

test("limits", async () => {
  const run = (source_code: string, options: object) =>
    submit(
      { language_id: PYTHON, source_code, ...options },
      "status_id,message,memory_limit_exceeded,stdout",
    );
  expect(await run("while True: pass", { cpu_time_limit: 0.3 })).toMatchObject({
    ...{ status_id: 5, message: "Time limit exceeded" },
  });
  expect(await run("import time; time.sleep(9)", { wall_time_limit: 1 })).toMatchObject({
    ...{ status_id: 5, message: "Time limit exceeded (wall clock)" },
  });
  expect(
    await run("x = bytearray(200_000_000)\nx[::4096] = b'1' * len(x[::4096])", { memory_limit: 64_000 }),
  ).toMatchObject({
    ...{ status_id: 12, message: "Memory limit exceeded", memory_limit_exceeded: true },
  });
  expect(await run("print('x' * 100_000)", { max_file_size: 10 })).toMatchObject({ status_id: 8 });
});

test("an executable, and plain text", async () => {
  const script = Buffer.from('#!/bin/sh\necho "$1"\n').toString("utf8");
  expect(await submit({ language_id: 44, source_code: script, command_line_arguments: "it" })).toMatchObject({
    ...{ stdout: "it\n", status_id: 3, language: { id: 44, name: "Executable" } },
  });
  expect(await submit({ language_id: 43, source_code: "as it is" }, "stdout")).toEqual({
    stdout: "as it is",
  });
});

const zip = (files: Record<string, string>) =>
  Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]))),
  ).toString("base64");

test("additional files lie beside the program, and never over it", async () => {
  const additional_files = zip({ "lib/data.txt": "from the archive\n", "main.py": "print('wrong')" });
  const source_code = "print(open('lib/data.txt').read(), end='')";
  expect(
    await submit({ language_id: PYTHON, source_code, additional_files }, "stdout,additional_files"),
  ).toEqual({
    stdout: "from the archive\n",
    additional_files: additional_files.replace(/.{1,60}/g, "$&\n"),
  });
});

test("what a program left behind, in an archive", async () => {
  const left = async (submission: object) => {
    const { post_execution_filesystem: archive } = await submit(submission, "post_execution_filesystem");
    return Object.fromEntries(
      Object.entries(unzipSync(Buffer.from(String(archive), "base64"))).map(([path, bytes]) => [
        path,
        Buffer.from(bytes).toString(),
      ]),
    );
  };
  const source_code =
    "import os\nos.mkdir('out')\nopen('out/a.txt', 'w').write('a')\nopen('..evil', 'w').write('b')";
  expect(await left({ language_id: PYTHON, source_code })).toEqual({
    "main.py": source_code,
    "out/a.txt": "a",
  });
  const files = { run: "cp data.txt copy.txt", "data.txt": "x" };
  expect(await left({ language_id: 89, additional_files: zip(files) })).toEqual({
    ...files,
    "copy.txt": "x",
  });
});

test("a program of many files, with its own scripts", async () => {
  const run = (files: Record<string, string>, options = {}) =>
    submit(
      { language_id: 89, additional_files: zip(files), ...options },
      "stdout,stderr,status_id,exit_code",
    );
  const main = "#include <stdio.h>\nint main(int n, char **a) { puts(a[1]); }";
  const compile = "gcc -o main src/main.c\n";
  const files = { compile, run: './main "$@"\n', "src/main.c": main };
  expect(await run(files, { command_line_arguments: "it" })).toMatchObject({ stdout: "it\n", status_id: 3 });
  expect(await run({ "run.sh": "cat", x: "" }, { stdin: "in" })).toMatchObject({
    stdout: "in",
    status_id: 3,
  });
  expect(await run({ ...files, "src/main.c": "nonsense" })).toMatchObject({
    ...{ stdout: null, stderr: expect.stringContaining("nonsense"), status_id: 11 },
  });
  expect(await run({ x: "" })).toMatchObject({ status_id: 11, exit_code: 127 });
});

test("a callback: its result in base64, by PUT", async () => {
  const got: unknown[] = [];
  const receiver = createServer(async (request, response) => {
    got.push([request.method, request.headers["content-type"], JSON.parse(await text(request))]);
    response.end();
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  try {
    const { port } = receiver.address() as AddressInfo;
    const { token } = await submit({
      ...{ language_id: PYTHON, source_code: "import sys\nprint(1)\nprint(2, file=sys.stderr)" },
      ...{ redirect_stderr_to_stdout: true, callback_url: `http://127.0.0.1:${port}/done?x=1` },
    });
    await expect.poll(() => got.length, { timeout: 30_000 }).toBe(1);
    const end = {
      ...{ stdout: "MQoyCg==\n", stderr: null, token, compile_output: null, message: null },
      ...{ time: expect.any(String), memory: expect.any(Number), status: { id: 3, description: "Accepted" } },
    };
    expect(got).toEqual([["PUT", "application/json", end]]);
  } finally {
    receiver.close();
  }
});
