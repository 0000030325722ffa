import { ANY_OBJECT, type Operations, type OtherAnswer } from "./operation.js";

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
