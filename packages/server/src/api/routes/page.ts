import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Page, PageAsset } from "../page/page.js";
import { PAGE_HEADERS, pagePolicy } from "../page/policy.js";
import { ProblemError, quote } from "../problem-error.js";

const START = {
  name: "neuron",
  description: "Runs code that nobody trusts. POST /v1/executions?wait=10 with a language and a source.",
  links: {
    executions: "/v1/executions",
    languages: "/v1/languages",
    pool: "/v1/pool",
    stats: "/v1/stats",
    health: "/healthz",
    readiness: "/readyz",
    metrics: "/metrics",
    openapi: "/openapi.json",
    documentation: "/docs",
    mcp: "/mcp",
  },
};

const open = { access: "public" } as const;

/** `/`: a page for browsers, addresses for programs. Without a page (it was not built) addresses for all. */
export const addPageRoutes = (app: FastifyInstance, page: Page | null): void => {
  app.get("/", { config: open }, (request, reply) => {
    reply.header("vary", "accept");
    if (page === null || !wantsHtml(request)) return reply.send(START);
    const nonce = randomBytes(16).toString("base64url");
    return reply
      .type("text/html; charset=utf-8")
      .headers({ ...PAGE_HEADERS, "content-security-policy": pagePolicy(nonce), "cache-control": "no-store" })
      .send(page.html(nonce));
  });

  app.get<{ Params: { asset: string } }>("/assets/:asset", { config: open }, (request, reply) => {
    const { asset } = request.params;
    const file = page?.assets.get(asset);
    if (file === undefined) {
      throw new ProblemError("not_found", { detail: `The page has no file ${quote(asset)}.` });
    }
    const [encoding, bytes] = encodingFor(request, file);
    if (encoding !== null) reply.header("content-encoding", encoding);
    return reply
      .type(file.type)
      .headers({
        ...PAGE_HEADERS,
        vary: "accept-encoding",
        "cache-control": "public, max-age=31536000, immutable",
      })
      .send(bytes);
  });
};

/** Programs send no Accept, or one that takes anything; browsers name what they show. */
const wantsHtml = ({ headers }: FastifyRequest): boolean => /\btext\/html\b/i.test(headers.accept ?? "");

const encodingFor = ({ headers }: FastifyRequest, file: PageAsset): readonly [string | null, Buffer] => {
  const accepted = (headers["accept-encoding"] ?? "").toString();
  if (accepts(accepted, "br")) return ["br", file.brotli];
  if (accepts(accepted, "gzip")) return ["gzip", file.gzip];
  return [null, file.plain()];
};

/** Named, and not with a weight of zero. */
const accepts = (accepted: string, encoding: string): boolean =>
  accepted.split(",").some((each) => {
    const [name = "", ...parameters] = each.split(";").map((part) => part.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
