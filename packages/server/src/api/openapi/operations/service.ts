import { ANY_OBJECT, BODY, type Operations, type OtherAnswer, QUERY } from "./operation.js";

const TEXT: OtherAnswer = { type: "text/plain", schema: { type: "string" } };
const PAGE: OtherAnswer = { type: "text/html", schema: { type: "string" } };

export const SERVICE: Operations = {
  "GET /v1/languages": {
    id: "listLanguages",
    tag: "service",
    summary: "The installed languages",
    answers: { 200: "The languages." },
  },
  "GET /v1/pool": {
    id: "getPool",
    tag: "service",
    summary: "The sandboxes of each worker",
    answers: { 200: "The pool." },
    problems: ["unavailable"],
  },
  "GET /v1/stats": {
    id: "getStats",
    tag: "service",
    summary: "The queue and what came out of it",
    answers: { 200: "The figures." },
    problems: ["unavailable"],
  },
  "GET /v1/stats/stream": {
    id: "followStats",
    tag: "service",
    summary: "What happens, as it happens",
    description: [
      "Server-sent events, each with the data of the schema of that name: `stats` (`LiveStats`) twice a second, and what has",
      "changed: `workers` (`LiveWorkers`), `sandboxes` (`LiveSandboxes`), `executions` (`LiveExecutions`), `tenants`",
      "(`LiveTenants`), `burst` (`Burst`). `problem` (`Problem`): nothing can be told at the moment. First of all comes what is known.",
      "With the key of an account: its own `stats` and `executions`, and nothing else. A client that reads slowly misses",
      "what was between, and is told how things stand now. The stream ends after five minutes at the latest: come back.",
    ].join("\n"),
    answers: { 200: "The events." },
    other: { 200: { type: "text/event-stream", schema: { type: "string" } } },
    problems: [...QUERY, "too_many_streams"],
  },
  "POST /v1/burst": {
    id: "startBurst",
    tag: "service",
    summary: "Run a thousand executions at once",
    description: [
      "For the operator, and for everybody where the service is open and on loopback. One at a time in each process; how it goes",
      "is told by `burst` events of `GET /v1/stats/stream`. The executions are those of a tenant `burst`.",
    ].join("\n"),
    examples: { hundred: { summary: "A hundred in Python", value: { count: 100, language: "python" } } },
    answers: { 202: "It has begun." },
    problems: [...BODY, ...QUERY, "unknown_language", "burst_running"],
  },
  "GET /": {
    id: "getStart",
    tag: "service",
    summary: "Where everything is",
    description: "Browsers (`Accept: text/html`) get the page: playground, dashboard, account.",
    answers: { 200: "Addresses." },
    other: { 200: ANY_OBJECT },
  },
  "GET /assets/:asset": {
    id: "getPageAsset",
    tag: "service",
    summary: "What the page is made of",
    params: { asset: "Name of the file. It changes with the content." },
    answers: { 200: "The file, compressed where the client takes it." },
    other: { 200: { type: "*/*", schema: { type: "string" } } },
    problems: ["not_found"],
  },
  "GET /healthz": {
    id: "getHealth",
    tag: "service",
    summary: "Is the process alive?",
    description: "Answered without the queue, and also while the service stops.",
    answers: { 200: "It is." },
  },
  "GET /readyz": {
    id: "getReadiness",
    tag: "service",
    summary: "Would an execution be served now?",
    answers: { 200: "Yes, from a warm sandbox.", 503: "No, for these reasons." },
  },
  "GET /metrics": {
    id: "getMetrics",
    tag: "service",
    summary: "Figures for Prometheus",
    answers: { 200: "Prometheus' text format." },
    other: { 200: TEXT },
  },
  "GET /openapi.json": {
    id: "getOpenapi",
    tag: "documentation",
    summary: "This document",
    answers: { 200: "OpenAPI 3.1." },
    other: { 200: ANY_OBJECT },
  },
  "GET /docs": {
    id: "getDocs",
    tag: "documentation",
    summary: "This document as a page",
    answers: { 200: "The page." },
    other: { 200: PAGE },
  },
  "GET /docs/:asset": {
    id: "getDocsAsset",
    tag: "documentation",
    summary: "What the page is made of",
    params: { asset: "Name of the file." },
    answers: { 200: "The file.", 304: "The copy that the client has is the same." },
    other: { 200: { type: "*/*", schema: { type: "string" } }, 304: {} },
    problems: ["not_found"],
  },
};
