import type { Problem } from "@neuron/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./test-api.js";

let service: TestApi;
beforeAll(async () => {
  service = await startTestApi();
});
afterAll(() => service.stop());

const MIB = 1024 * 1024;
const good = { language: "python", source: "print(1)" };
const file = (path: string, rest: object = {}) => ({ path, content: "", ...rest });
const files = (...paths: string[]) => ({
  language: "python",
  entry: paths[0],
  files: paths.map((path) => file(path)),
});
const raw = (text: string | Buffer) => ({ raw: text });

type Body = object | string | number | boolean | null;
type Row = readonly [
  name: string,
  body: Body | { raw: string | Buffer },
  status: number,
  code: string,
  field?: string,
];

const judged = (fields: object, test: object = {}) => ({ ...good, tests: [{}, test], ...fields });
const checked = (checker: object) => judged({ checker });

const ROWS: readonly Row[] = [
  // Not JSON at all.
  ["nothing", raw(""), 400, "malformed_json"],
  ["a word", raw("hello"), 400, "malformed_json"],
  ["an open brace", raw("{"), 400, "malformed_json"],
  ["a trailing comma", raw('{"language":"python",}'), 400, "malformed_json"],
  ["two objects", raw("{}{}"), 400, "malformed_json"],
  ["single quotes", raw("{'language':'python'}"), 400, "malformed_json"],
  ["NaN", raw('{"language":"python","source":"","maxQueueMs":NaN}'), 400, "malformed_json"],
  ["Infinity", raw('{"maxQueueMs":Infinity}'), 400, "malformed_json"],
  ["a comment", raw("{} // x"), 400, "malformed_json"],
  ["a raw newline in a string", raw('{"language":"py\nthon"}'), 400, "malformed_json"],
  ["a NUL byte", raw("\0"), 400, "malformed_json"],
  ["a lone surrogate's bytes", raw(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])), 400, "malformed_json"],
  ["an invalid byte", raw(Buffer.from('{"language":"\xff"}', "latin1")), 400, "malformed_json"],
  ["UTF-16", raw(Buffer.from(JSON.stringify(good), "utf16le")), 400, "malformed_json"],
  ["many open brackets", raw("[".repeat(9000)), 400, "malformed_json"],
  // JSON, but not an object.
  ["null", null, 422, "invalid_field"],
  ["a number", 5, 422, "invalid_field"],
  ["a string", "python", 422, "invalid_field"],
  ["true", true, 422, "invalid_field"],
  ["an array", [], 422, "invalid_field"],
  ["an array of requests", [good], 422, "invalid_field"],
  ["nine thousand nested arrays", raw("[".repeat(9000) + "]".repeat(9000)), 422, "invalid_field"],
  ["a million nested arrays", raw("[".repeat(MIB) + "]".repeat(MIB)), 422, "invalid_field"],
  ["a million empty arrays", raw(`[${"[],".repeat(MIB)}[]]`), 422, "invalid_field"],
  ["a million names", raw(`{${'"\\"":1,'.repeat(MIB / 4)}"":1}`), 422, "invalid_field"],
  ["four million open brackets", raw("[".repeat(4 * MIB)), 422, "invalid_field"],
  ["a string that does not end", raw(`["${"\\".repeat(MIB)}`), 400, "malformed_json"],
  // Tests and outputs.
  ["no tests at all", judged({ tests: [] }), 422, "invalid_field", "tests"],
  ["too many tests", judged({ tests: Array(257).fill({}) }), 422, "invalid_field", "tests"],
  ["an unknown field of a test", judged({}, { input: "1" }), 422, "unknown_field", "tests[1].input"],
  ["half a character in a test", judged({}, { stdin: "\ud800" }), 422, "invalid_field", "tests[1].stdin"],
  [
    "half a character expected",
    judged({}, { expected: "\ud800" }),
    422,
    "invalid_field",
    "tests[1].expected",
  ],
  ["half a character in a name", judged({}, { name: "\ud800" }), 422, "invalid_field", "tests[1].name"],
  ["a long name", judged({}, { name: "x".repeat(129) }), 422, "invalid_field", "tests[1].name"],
  ["a NUL in a test's argument", judged({}, { args: ["", "\0"] }), 422, "invalid_field", "tests[1].args[1]"],
  [
    "a test's limit out of range",
    judged({}, { limits: { cpuTimeMs: 0 } }),
    422,
    "limit_out_of_range",
    "tests[1].limits.cpuTimeMs",
  ],
  [
    "a compile limit of a test",
    judged({}, { limits: { compileCpuTimeMs: 1 } }),
    422,
    "unknown_field",
    "tests[1].limits.compileCpuTimeMs",
  ],
  ["a checker without tests", { ...good, checker: { type: "exact" } }, 422, "invalid_field", "checker"],
  ["a stop without tests", { ...good, stopOnFirstFailure: true }, 422, "invalid_field", "stopOnFirstFailure"],
  ["an unknown checker", checked({ type: "fuzzy" }), 422, "invalid_field", "checker.type"],
  ["a checker without a type", checked({ absolute: 1 }), 422, "missing_field", "checker.type"],
  [
    "a tolerance of tokens",
    checked({ type: "tokens", absolute: 1 }),
    422,
    "invalid_field",
    "checker.absolute",
  ],
  [
    "a tolerance below zero",
    checked({ type: "float", relative: -1 }),
    422,
    "invalid_field",
    "checker.relative",
  ],
  ["a source of no program", checked({ type: "lines", source: "" }), 422, "invalid_field", "checker.source"],
  [
    "a program without a source",
    checked({ type: "program", language: "python" }),
    422,
    "missing_field",
    "checker.source",
  ],
  [
    "a program without a language",
    checked({ type: "program", source: "" }),
    422,
    "missing_field",
    "checker.language",
  ],
  [
    "a program in no language",
    checked({ type: "program", source: "", language: "pyton" }),
    422,
    "unknown_language",
    "checker.language",
  ],
  [
    "a large checker",
    checked({ type: "program", source: "x".repeat(MIB + 1), language: "python" }),
    413,
    "source_too_large",
    "checker.source",
  ],
  ["outputs of tests", judged({ outputs: ["*.png"] }), 422, "invalid_field", "outputs"],
  ["an absolute pattern", { ...good, outputs: ["a", "/etc/passwd"] }, 422, "invalid_field", "outputs[1]"],
  ["a pattern of another folder", { ...good, outputs: ["../*"] }, 422, "invalid_field", "outputs[0]"],
  ["a pattern with an empty part", { ...good, outputs: ["a//b"] }, 422, "invalid_field", "outputs[0]"],
  ["an empty pattern", { ...good, outputs: [""] }, 422, "invalid_field", "outputs[0]"],
  ["a NUL in a pattern", { ...good, outputs: ["a\0b"] }, 422, "invalid_field", "outputs[0]"],
  ["a long pattern", { ...good, outputs: ["ü".repeat(128)] }, 422, "invalid_field", "outputs[0]"],
  ["too many patterns", { ...good, outputs: Array(33).fill("*") }, 422, "invalid_field", "outputs"],
  // Names.
  ["an empty object", {}, 422, "missing_field", "language"],
  ["no language", { source: "" }, 422, "missing_field", "language"],
  ["no source", { language: "python" }, 422, "missing_field", "source"],
  ["an unknown field", { ...good, colour: "red" }, 422, "unknown_field", "colour"],
  ["a misspelt field", { language: "python", soruce: "" }, 422, "unknown_field", "soruce"],
  [
    "an unknown field of great depth",
    raw(`{"a":${"[".repeat(9000)}${"]".repeat(9000)}}`),
    422,
    "unknown_field",
    "a",
  ],
  ["a misspelt limit", { ...good, limits: { cpuTimeMS: 5 } }, 422, "unknown_field", "limits.cpuTimeMS"],
  [
    "an unknown field of a file",
    { language: "python", files: [file("a", { mode: 7 })] },
    422,
    "unknown_field",
    "files[0].mode",
  ],
  [
    "__proto__",
    raw('{"language":"python","source":"","__proto__":{"x":1}}'),
    422,
    "unknown_field",
    "__proto__",
  ],
  [
    "constructor",
    raw('{"language":"python","source":"","constructor":{"prototype":{}}}'),
    422,
    "unknown_field",
    "constructor",
  ],
  [
    "__proto__ in limits",
    raw('{"language":"python","source":"","limits":{"__proto__":{}}}'),
    422,
    "unknown_field",
    "limits.__proto__",
  ],
  ["an empty name", { ...good, "": 1 }, 422, "unknown_field", '[""]'],
  ["an odd name", { ...good, "a b\n": 1 }, 422, "unknown_field", '["a b\\n"]'],
  // Language.
  ["an unknown language", { ...good, language: "cobol" }, 422, "unknown_language", "language"],
  ["a version that is not there", { ...good, language: "python@2" }, 422, "unknown_language", "language"],
  ["an empty language", { ...good, language: "" }, 422, "invalid_field", "language"],
  ["a long language", { ...good, language: "x".repeat(65) }, 422, "invalid_field", "language"],
  ["a language that is a number", { ...good, language: 71 }, 422, "invalid_field", "language"],
  ["a language that is null", { ...good, language: null }, 422, "invalid_field", "language"],
  ["a language that is a list", { ...good, language: ["python"] }, 422, "invalid_field", "language"],
  // Nothing is converted.
  ["source as a number", { ...good, source: 1 }, 422, "invalid_field", "source"],
  ["source as null", { ...good, source: null }, 422, "invalid_field", "source"],
  ["source as a list", { ...good, source: ["print(1)"] }, 422, "invalid_field", "source"],
  ["stdin as a number", { ...good, stdin: 5 }, 422, "invalid_field", "stdin"],
  ["args as a string", { ...good, args: "a b" }, 422, "invalid_field", "args"],
  ["args with a number", { ...good, args: ["a", 1] }, 422, "invalid_field", "args[1]"],
  ["env as a list", { ...good, env: ["A=1"] }, 422, "invalid_field", "env"],
  ["env with a number", { ...good, env: { A: 1 } }, 422, "invalid_field", "env.A"],
  ["metadata as a string", { ...good, metadata: "x" }, 422, "invalid_field", "metadata"],
  ["metadata with an object", { ...good, metadata: { a: {} } }, 422, "invalid_field", "metadata.a"],
  ["limits as a list", { ...good, limits: [] }, 422, "invalid_field", "limits"],
  [
    "a limit as a string",
    { ...good, limits: { cpuTimeMs: "1000" } },
    422,
    "invalid_field",
    "limits.cpuTimeMs",
  ],
  ["a limit as true", { ...good, limits: { cpuTimeMs: true } }, 422, "invalid_field", "limits.cpuTimeMs"],
  ["a limit as null", { ...good, limits: { cpuTimeMs: null } }, 422, "invalid_field", "limits.cpuTimeMs"],
  ["an unknown priority", { ...good, priority: "high" }, 422, "invalid_field", "priority"],
  // Ranges.
  ["a limit of zero", { ...good, limits: { cpuTimeMs: 0 } }, 422, "limit_out_of_range", "limits.cpuTimeMs"],
  [
    "a limit of minus zero",
    raw('{"language":"python","source":"","limits":{"cpuTimeMs":-0}}'),
    422,
    "limit_out_of_range",
    "limits.cpuTimeMs",
  ],
  [
    "a negative limit",
    { ...good, limits: { wallTimeMs: -1 } },
    422,
    "limit_out_of_range",
    "limits.wallTimeMs",
  ],
  ["a fraction", { ...good, limits: { processes: 1.5 } }, 422, "invalid_field", "limits.processes"],
  [
    "a limit beyond a double",
    raw('{"language":"python","source":"","limits":{"cpuTimeMs":1e309}}'),
    422,
    "invalid_field",
    "limits.cpuTimeMs",
  ],
  [
    "a huge limit",
    { ...good, limits: { memoryBytes: 1e18 } },
    422,
    "limit_out_of_range",
    "limits.memoryBytes",
  ],
  [
    "too little memory",
    { ...good, limits: { memoryBytes: 1 } },
    422,
    "limit_out_of_range",
    "limits.memoryBytes",
  ],
  [
    "too much output",
    { ...good, limits: { outputBytes: 17 * MIB } },
    422,
    "limit_out_of_range",
    "limits.outputBytes",
  ],
  [
    "too long a compile",
    { ...good, limits: { compileWallTimeMs: 120_001 } },
    422,
    "limit_out_of_range",
    "limits.compileWallTimeMs",
  ],
  ["no time in the queue", { ...good, maxQueueMs: 0 }, 422, "invalid_field", "maxQueueMs"],
  ["too long in the queue", { ...good, maxQueueMs: 1e12 }, 422, "invalid_field", "maxQueueMs"],
  ["too many args", { ...good, args: Array(257).fill("") }, 422, "invalid_field", "args"],
  ["args that are too long", { ...good, args: ["x".repeat(70_000)] }, 422, "invalid_field", "args"],
  [
    "too many variables",
    { ...good, env: Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`A${i}`, ""])) },
    422,
    "invalid_field",
    "env",
  ],
  ["variables that are too long", { ...good, env: { A: "x".repeat(70_000) } }, 422, "invalid_field", "env"],
  [
    "metadata that is too long",
    { ...good, metadata: { a: "x".repeat(20_000) } },
    422,
    "invalid_field",
    "metadata",
  ],
  // Text that cannot be passed on.
  ["NUL in args", { ...good, args: ["ok", "a\0b"] }, 422, "invalid_field", "args[1]"],
  ["NUL in env", { ...good, env: { A: "\0" } }, 422, "invalid_field", "env.A"],
  ["a surrogate in source", raw('{"language":"python","source":"\\ud800"}'), 422, "invalid_field", "source"],
  [
    "a surrogate in stdin",
    raw('{"language":"python","source":"","stdin":"a\\udfff"}'),
    422,
    "invalid_field",
    "stdin",
  ],
  [
    "a surrogate in args",
    raw('{"language":"python","source":"","args":["\\ud83d"]}'),
    422,
    "invalid_field",
    "args[0]",
  ],
  [
    "a surrogate in a file",
    raw('{"language":"python","files":[{"path":"a","content":"\\ud83d"}]}'),
    422,
    "invalid_field",
    "files[0].content",
  ],
  [
    "a surrogate in a path",
    raw('{"language":"python","files":[{"path":"\\ud83d","content":""}]}'),
    422,
    "invalid_field",
    "files[0].path",
  ],
  [
    "a surrogate in metadata",
    raw('{"language":"python","source":"","metadata":{"a":"\\ud83d"}}'),
    422,
    "invalid_field",
    "metadata.a",
  ],
  ["an empty variable", { ...good, env: { "": "x" } }, 422, "invalid_field", 'env[""]'],
  ["a variable with =", { ...good, env: { "A=B": "x" } }, 422, "invalid_field", 'env["A=B"]'],
  ["a variable with a digit first", { ...good, env: { "1A": "x" } }, 422, "invalid_field", "env.1A"],
  [
    "a variable __proto__",
    raw('{"language":"python","source":"","env":{"__proto__":"x"}}'),
    422,
    "invalid_field",
    "env.__proto__",
  ],
  [
    "metadata __proto__",
    raw('{"language":"python","source":"","metadata":{"__proto__":"x"}}'),
    422,
    "invalid_field",
    "metadata.__proto__",
  ],
  // Files.
  ["source and files", { ...good, files: [file("a")] }, 422, "invalid_field", "source"],
  ["no file", { language: "python", files: [] }, 422, "invalid_field", "files"],
  ["files as an object", { language: "python", files: { a: "" } }, 422, "invalid_field", "files"],
  ["a file that is a string", { language: "python", files: ["a"] }, 422, "invalid_field", "files[0]"],
  [
    "a file without content",
    { language: "python", files: [{ path: "a" }] },
    422,
    "missing_field",
    "files[0].content",
  ],
  ["too many files", files(...Array.from({ length: 257 }, (_, i) => `f${i}`)), 422, "invalid_field", "files"],
  ["an absolute path", files("ok", "ok2", "/etc/passwd"), 422, "invalid_field", "files[2].path"],
  ["a path upwards", files("../a"), 422, "invalid_field", "files[0].path"],
  ["a path upwards inside", files("a/../../b"), 422, "invalid_field", "files[0].path"],
  ["a path that is ..", files(".."), 422, "invalid_field", "files[0].path"],
  ["a path that is .", files("."), 422, "invalid_field", "files[0].path"],
  ["a path with .", files("./a"), 422, "invalid_field", "files[0].path"],
  ["an empty path", files(""), 422, "invalid_field", "files[0].path"],
  ["a folder", files("a/"), 422, "invalid_field", "files[0].path"],
  ["a double slash", files("a//b"), 422, "invalid_field", "files[0].path"],
  ["a backslash", files("..\\a"), 422, "invalid_field", "files[0].path"],
  ["NUL in a path", files("a\0.py"), 422, "invalid_field", "files[0].path"],
  ["a newline in a path", files("a\nb"), 422, "invalid_field", "files[0].path"],
  ["a long path", files("a".repeat(256)), 422, "invalid_field", "files[0].path"],
  ["a path long in bytes", files("é".repeat(200)), 422, "invalid_field", "files[0].path"],
  ["the same path twice", files("a", "b", "a"), 422, "invalid_field", "files[2].path"],
  ["a file as a folder", files("lib/x/y", "lib/x"), 422, "invalid_field", "files[0].path"],
  [
    "an unknown encoding",
    { language: "python", files: [file("a", { encoding: "hex" })] },
    422,
    "invalid_field",
    "files[0].encoding",
  ],
  [
    "odd base64",
    { language: "python", files: [file("a", { encoding: "base64", content: "a" })] },
    422,
    "invalid_field",
    "files[0].content",
  ],
  [
    "base64 with a space",
    { language: "python", files: [file("a", { encoding: "base64", content: "ab c" })] },
    422,
    "invalid_field",
    "files[0].content",
  ],
  [
    "base64 for URLs",
    { language: "python", files: [file("a", { encoding: "base64", content: "-_-_" })] },
    422,
    "invalid_field",
    "files[0].content",
  ],
  [
    "base64 padded inside",
    { language: "python", files: [file("a", { encoding: "base64", content: "ab==abcd" })] },
    422,
    "invalid_field",
    "files[0].content",
  ],
  ["an entry that is no file", { ...files("a"), entry: "b" }, 422, "invalid_field", "entry"],
  ["an entry without files", { ...good, entry: "main.py" }, 422, "invalid_field", "entry"],
  [
    "no entry among many",
    { language: "python", files: [file("a.py"), file("b.py")] },
    422,
    "missing_field",
    "entry",
  ],
  ["compileArgs without a compiler", { ...good, compileArgs: ["-O2"] }, 422, "invalid_field", "compileArgs"],
  // Sizes.
  ["too much source", { ...good, source: "x".repeat(MIB + 1) }, 413, "source_too_large", "source"],
  [
    "too much source in bytes",
    { ...good, source: "é".repeat(MIB / 2 + 1) },
    413,
    "source_too_large",
    "source",
  ],
  [
    "too much in files",
    {
      language: "python",
      entry: "a",
      files: ["a", "b"].map((path) => file(path, { content: "x".repeat(MIB / 2 + 1) })),
    },
    413,
    "source_too_large",
    "files",
  ],
  ["too large a body", { ...good, stdin: "x".repeat(4 * MIB) }, 413, "body_too_large"],
];

const isRaw = (body: Body | { raw: string | Buffer }): body is { raw: string | Buffer } =>
  typeof body === "object" && body !== null && "raw" in body;

for (const [name, body, status, code, field] of ROWS) {
  test(`${name} is refused, and nothing kept`, async () => {
    const payload = isRaw(body) ? body.raw : JSON.stringify(body);
    const response = await service.api.app.inject({
      method: "POST",
      url: "/v1/executions?wait=1",
      headers: { "content-type": "application/json" },
      payload,
    });
    const problem = response.json<Problem>();
    expect({ status: response.statusCode, code: problem.code, field: problem.field }).toEqual({
      status,
      code,
      field,
    });
    expect(response.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(problem).toMatchObject({ type: `urn:neuron:problem:${code}`, status });
    expect(problem.detail).toMatch(/\S/);
    expect(problem.hint).toMatch(/\S/);
    expect(problem.detail.length + problem.hint.length).toBeLessThan(1000);
    expect(await service.kept()).toBe(0);
  });
}
