import { type ExecutionRequest, MAX_BATCH, type ProblemCode } from "@neuron/contract";
import { ANY_OBJECT, BODY, type Example, NO_BODY, type Operations, PREFER, QUERY } from "./operation.js";

const ADMISSION: readonly ProblemCode[] = [
  ...BODY,
  "source_too_large",
  "limit_out_of_range",
  "unknown_language",
  "no_credits",
  "idempotency_conflict",
  "tenant_queue_full",
  "tenant_wait_too_long",
  "tenant_sessions_full",
  "queue_full",
  "wait_too_long",
  "sessions_full",
  "unavailable",
];

const IDEMPOTENCY = {
  "idempotency-key":
    "1 to 255 visible ASCII characters. For 24 hours the same key and body are the same execution; another body is refused.",
};

const EXECUTION_ID = { id: "Id of the execution." };

const example = (summary: string, value: ExecutionRequest): Example => ({ summary, value });

export const EXECUTIONS: Operations = {
  "POST /v1/executions": {
    id: "createExecution",
    tag: "executions",
    summary: "Run code",
    description: [
      "Takes one execution into the queue. With `?wait=` (or `Prefer: wait=`) the answer is the finished execution, or",
      "`202` with its present state when the time runs out first; it goes on either way. Waiting is by push: an answer",
      "leaves as soon as the execution has ended.",
      "",
      "Fields that are not known are refused by name. Nothing is kept of a refused request.",
      "A program that fails is an answer, not an error: look at `outcome`.",
    ].join("\n"),
    headers: { ...PREFER, ...IDEMPOTENCY },
    examples: {
      hello: example("A program and its input", {
        language: "python",
        source: 'print(f"hello {input()}")',
        stdin: "world",
      }),
      limits: example("Compiled, with limits of its own", {
        language: "cpp",
        source: '#include <cstdio>\nint main() { std::puts("hello"); }',
        compileArgs: ["-std=c++20"],
        limits: { cpuTimeMs: 2000, memoryBytes: 67_108_864 },
      }),
      files: example("Several files", {
        language: "python",
        files: [
          { path: "main.py", content: "from greet import greet\nprint(greet('world'))" },
          { path: "greet.py", content: "def greet(name):\n    return f'hello {name}'" },
        ],
        entry: "main.py",
      }),
      tests: example("Judged: compiled once, run for each test", {
        language: "python",
        source: "print(sum(map(int, input().split())))",
        tests: [
          { name: "small", stdin: "1 2", expected: "3" },
          { name: "negative", stdin: "1 -2", expected: "-1" },
        ],
        checker: { type: "tokens" },
      }),
    },
    answers: {
      200: "It has finished.",
      202: "It is queued or running; `Location` says where to ask for it.",
    },
    problems: ADMISSION,
  },
  "POST /v1/executions/batch": {
    id: "createExecutions",
    tag: "executions",
    summary: "Run many",
    description: [
      `Takes up to ${MAX_BATCH} executions, in one body of the usual size. Each is checked and admitted by itself, in order, and`,
      "answered in that order by its execution, or by the problem that it would have been answered with alone: one that is",
      "refused does not keep the others from running. An `Idempotency-Key` goes for each item by its place.",
    ].join("\n"),
    headers: IDEMPOTENCY,
    answers: { 202: "What became of each." },
    problems: [...BODY, "unavailable"],
  },
  "GET /v1/executions/:id": {
    id: "getExecution",
    tag: "executions",
    summary: "An execution as it is now, or at its end",
    description:
      "With `?wait=` the answer comes when the execution has finished or the time is up, whichever is first.",
    params: EXECUTION_ID,
    headers: PREFER,
    answers: { 200: "The execution." },
    problems: [...QUERY, "execution_not_found", "unavailable"],
  },
  "GET /v1/executions/:id/events": {
    id: "followExecution",
    tag: "executions",
    summary: "What happens to an execution, as it happens",
    description: [
      "Server-sent events: `queued`, `started`, `compile`, `stdout`, `stderr`, `test`, `finished`, each with the data of the schema of",
      "that name (`QueuedEvent`, `StartedEvent`, `CompileEvent`, `OutputEvent`, `TestEvent`, `FinishedEvent`). From the first one, or from",
      "after the one in `Last-Event-ID` (or `?lastEventId=`); also of an execution that has finished. The stream ends after",
      "`finished`, and a client that comes back after that gets `204`.",
    ].join("\n"),
    params: EXECUTION_ID,
    headers: { "last-event-id": "Id of the last event that arrived." },
    answers: { 200: "The events.", 204: "There is nothing after that event." },
    other: { 200: { type: "text/event-stream", schema: { type: "string" } } },
    problems: [...QUERY, "execution_not_found", "too_many_streams", "unavailable"],
  },
  "GET /v1/executions/:id/attach": {
    id: "attachToExecution",
    tag: "executions",
    summary: "Talk to a program while it runs",
    description: [
      "A WebSocket: the client sends messages of `AttachMessage`, and gets the events of the execution, as `/events` tells",
      'them, each as one message with its name as `type`. For executions that were sent with `"interactive": true`. A browser,',
      "which can send no header, offers its key as a protocol beside `neuron.v1`: `neuron.key.KEY`.",
    ].join("\n"),
    params: EXECUTION_ID,
    answers: { 101: "The connection is a WebSocket from here on." },
    problems: [
      ...QUERY,
      "cross_site",
      "execution_not_found",
      "not_interactive",
      "upgrade_required",
      "too_many_streams",
      "unavailable",
    ],
  },
  "DELETE /v1/executions/:id": {
    id: "cancelExecution",
    tag: "executions",
    summary: "Cancel an execution",
    description:
      "One that is queued never runs; one that runs is killed. One that has finished stays as it is. Safe to repeat.",
    params: EXECUTION_ID,
    answers: { 200: "The execution as it is after that." },
    problems: [...NO_BODY, "execution_not_found", "unavailable"],
  },
  "GET /v1/executions": {
    id: "listExecutions",
    tag: "executions",
    summary: "Your executions, newest first",
    description: "In pages: `cursor` of one page asks for the next, until it is null.",
    answers: { 200: "A page of executions." },
    problems: [...QUERY, "unavailable"],
  },
  "POST /mcp": {
    id: "callMcp",
    tag: "executions",
    summary: "The Model Context Protocol, for agents",
    description: [
      "Streamable HTTP without sessions: each POST carries one message (JSON-RPC) and is answered by JSON; notifications by",
      "`202`. Tools: `run_code`, `list_languages`. An `Accept` header must name `application/json` and `text/event-stream`.",
    ].join("\n"),
    answers: {
      200: "The answer.",
      202: "A notification was taken.",
      400: "No message of the protocol, or no JSON.",
      406: "The `Accept` header names other types.",
    },
    other: { 200: ANY_OBJECT, 202: {}, 400: ANY_OBJECT, 406: ANY_OBJECT },
    problems: ["unsupported_media_type", "body_too_large", "cross_site", "invalid_field"],
  },
};
